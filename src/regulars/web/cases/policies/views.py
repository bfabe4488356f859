"""The policies, one of them with its versions and cases, and applying one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.panels import back_to
from regulars.web.cases.policies import actions
from regulars.web.cases.policies.forms import PolicyForm
from regulars.web.cases.policies.models import Applied, Policy
from regulars.web.cases.views.case import case_of
from regulars.web.paging import page_of
from regulars.web.words import say


@needs(Permission.SEE_CASES)
def policies(request: HttpRequest) -> HttpResponse:
    """Those in force first, with their words; drafts for those who write them."""
    words, today = request.GET.get("words", "").strip()[:100].casefold(), timezone.localdate()
    writes = may(request.user, Permission.MANAGE_CASES)
    lines = [
        {"one": one, "version": one.in_force(today), "draft": one.draft() if writes else None}
        for one in Policy.objects.prefetch_related("versions")
    ]
    lines = [line for line in lines if line["version"] or line["draft"]]
    if words:
        lines = [
            line
            for line in lines
            if words in line["one"].shown_title.casefold()
            or (line["version"] and words in line["version"].shown_body.casefold())
        ]
    lines.sort(key=lambda line: (line["one"].retired is not None, line["version"] is None))
    context = {"lines": lines, "words": request.GET.get("words", ""), "writes": writes}
    return render(request, "policies/policies.html", context)


@needs(Permission.SEE_CASES)
def policy(request: HttpRequest, public_id: str) -> HttpResponse:
    """All its versions, and the cases that it was applied in."""
    found = get_object_or_404(Policy, public_id=public_id)
    writes, today = may(request.user, Permission.MANAGE_CASES), timezone.localdate()
    versions = [one for one in found.versions.all() if one.published or writes]
    sight = Case.objects.visible_to(request.user, Permission.SEE_CASES)
    rows = Applied.objects.filter(version__policy=found, case__in=sight).select_related("case__unit", "version")
    context = {
        "policy": found,
        "now": found.in_force(today),
        "versions": versions,
        "page": page_of(request, rows, 20),
        "writes": writes,
    }
    return render(request, "policies/policy.html", context)


@needs(Permission.MANAGE_CASES)
def edit(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Write a new one, or the next version."""
    found = get_object_or_404(Policy, public_id=public_id) if public_id else None
    version = (found.draft() or found.versions.first()) if found else None
    form = PolicyForm(request.POST if request.method == "POST" else None, policy=found, version=version)
    if request.method == "POST" and form.is_valid():
        wish = {name: form.cleaned_data[name] for name in ("title", "body", "since")}
        try:
            made = actions.write(policy=found, by=request.user, **wish)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Kept as a draft. It holds once it is put in force.")))
            return redirect("policies:policy", made.public_id)
    return render(request, "policies/edit.html", {"form": form, "policy": found}, status=400 if form.errors else 200)


@require_POST
@needs(Permission.MANAGE_CASES)
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the draft in force, or retire the policy."""
    found = get_object_or_404(Policy, public_id=public_id)
    if request.POST.get("do") == "publish":
        actions.publish(policy=found, by=request.user)
    elif request.POST.get("do") == "retire":
        actions.retire(policy=found, by=request.user)
    return redirect("policies:policy", found.public_id)


@require_POST
@needs(Permission.WORK_CASES)
def apply(request: HttpRequest, case: str) -> HttpResponse:
    """By this one the case is settled; or it was a mistake."""
    found = case_of(request, case)
    off = request.POST.get("off", "")
    try:
        if off.isdecimal() and len(off) < 16:
            actions.take_off(case=found, applied=int(off), by=request.user)
        else:
            wanted = get_object_or_404(Policy, public_id=request.POST.get("policy", ""))
            actions.apply(case=found, policy=wanted, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return back_to(found, "policies")
