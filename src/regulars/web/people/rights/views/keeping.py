"""How requests are answered, how long what is kept, and who is proposed for erasure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import message, plural
from regulars.web.audit import Event, record
from regulars.web.company.views.guard import for_administrators
from regulars.web.people.rights import keeping as kept
from regulars.web.people.rights.actions import ask_erasure
from regulars.web.people.rights.forms import PolicyForm, RuleForm
from regulars.web.people.rights.models import Origin, Policy, Round
from regulars.web.words import say

AT_ONCE = 200


@for_administrators
def keeping(request: HttpRequest) -> HttpResponse:
    """One page, one form."""
    sent = request.POST if request.method == "POST" else None
    form = PolicyForm(sent, instance=Policy.current())
    rules = [RuleForm(sent, rule=one) for one in kept.rules()]
    if sent is not None and all([form.is_valid(), *(one.is_valid() for one in rules)]):
        changed = _store(form, rules, request.user)
        messages.success(request, say(message("Saved.") if changed else message("Nothing was different.")))
        return redirect("rights:keeping")
    proposed = kept.proposed()
    wrong = any(one.errors for one in (form, *rules))
    context = {
        "form": form,
        "lines": [(one, one.rule.count) for one in rules],
        "rounds": Round.objects.all()[:10],
        "titles": {key: kind.title for key, kind in kept.KINDS.items()},
        "n_proposed": proposed.count(),
        "proposed": proposed.order_by("added")[:10],
        "at_once": AT_ONCE,
    }
    context["rounds"] = [(one, kept.KINDS[one.kind].title) for one in context["rounds"] if one.kind in kept.KINDS]
    return render(request, "rights/keeping.html", context, status=400 if wrong else 200)


@require_POST
@for_administrators
def take_proposed(request: HttpRequest) -> HttpResponse:
    """Erase those who were proposed: each becomes a request that can be taken back. Their number is typed again."""
    proposed = list(kept.proposed().order_by("added")[:AT_ONCE])
    if request.POST.get("number", "").strip() != str(len(proposed)) or not proposed:
        messages.warning(request, say(message("Type how many they are: {count}.", count=len(proposed))))
        return redirect("rights:keeping")
    for customer in proposed:
        ask_erasure(customer=customer, origin=Origin.RETENTION, by=request.user)
    messages.success(
        request,
        say(plural("{count} customer will be erased.", "{count} customers will be erased.", len(proposed))),
    )
    return redirect("rights:claims")


@transaction.atomic
def _store(form: PolicyForm, rules: list[RuleForm], by: Any) -> bool:
    changed = list(form.changed_data)
    if changed:
        form.save()
        record(Event.RETENTION_CHANGED, by=by, fields=changed)
    changed += [one.rule.key for one in rules if kept.change(key=one.rule.key, by=by, **one.cleaned_data)]
    return bool(changed)
