"""The page of one customer, and what is changed there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event
from regulars.web.people import meanwhile
from regulars.web.people.actions.customers import change_customer, note_record_export, note_seen
from regulars.web.people.actions.relations import end_relation, relate
from regulars.web.people.details.owners import canonical_here, unreadable
from regulars.web.people.forms import CustomerForm, PurposeForm, RelationForm
from regulars.web.people.leaving import RECORD_KINDS, as_json, as_workbook, whole_record
from regulars.web.people.models import Customer, Kind, Relation
from regulars.web.people.panels import Asked, Tab, panels_of, sent_back, tab_page
from regulars.web.people.record import record_page
from regulars.web.people.views.customers import XLSX
from regulars.web.words import say

WRITERS = {"xlsx": (as_workbook, XLSX), "json": (as_json, "application/json")}


@needs(Permission.SEE_CUSTOMERS)
def customer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is this, how satisfied, worth what, what happened. That somebody looked stands in the trail."""
    found = customer_of(request, Permission.SEE_CUSTOMERS, public_id)
    note_seen(customer=found, by=request.user)
    return customer_page(request, found)


@needs(Permission.SEE_CUSTOMERS)
def tab(request: HttpRequest, public_id: str, which: str) -> HttpResponse:
    """Another page of the same customer."""
    found = customer_of(request, Permission.SEE_CUSTOMERS, public_id)
    note_seen(customer=found, by=request.user)
    return tab_page(Tab[which], Asked(request, found))


@needs(Permission.EDIT_CUSTOMERS)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change name, address and the like."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, public_id)
    now = {name: getattr(found, name) for name in CustomerForm.Meta.fields}
    form = CustomerForm(request.POST or None, instance=found, user=request.user)
    context: dict[str, Any] = {"customer": found, "form": form}
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            # The form has written into its instance; what stands is asked of the database.
            stood = Customer.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.pk)
            now = {name: getattr(stood, name) for name in now}
            merged = meanwhile.merged(form, request.POST, form.cleaned_data, now)
            if not merged.clashes:
                changed = change_customer(customer=stood, fields=merged.fields, by=request.user)
        if not merged.clashes:
            return _stored(request, stood, changed)
        context["customer"] = stood
        context["clashes"] = meanwhile.who_changed(merged.clashes, stood, Event.CUSTOMER_CHANGED)
    sent = request.POST if request.method == "POST" else None
    context["was"] = meanwhile.shown(now, sent, context.get("clashes", ()))
    status = 400 if form.errors else 409 if context.get("clashes") else 200
    return render(request, "people/edit.html", context, status=status)


def _stored(request: HttpRequest, customer: Customer, changed: list[str]) -> HttpResponse:
    """Told what was stored, and where a number is one that nobody can dial."""
    messages.success(request, say(message("Stored.") if changed else message("Nothing was changed.")))
    if "phone" in changed and customer.phone and not canonical_here("phone", customer.phone):
        messages.warning(request, say(unreadable("phone", customer.phone)))
    return redirect("people:customer", customer.public_id)


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def add_relation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody belongs to an organisation."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, public_id)
    form = RelationForm(request.POST, customer=found, user=request.user)
    if not form.is_valid():
        return customer_page(request, found, relation_form=form)
    wish = form.cleaned_data
    relate(
        person=wish["person"],
        organisation=wish["organisation"],
        part=wish["part"],
        role=wish["role"],
        since=wish["since"],
        by=request.user,
    )
    return redirect("people:customer", public_id)


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def remove_relation(request: HttpRequest, public_id: str, relation: str) -> HttpResponse:
    """They do not any more."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, public_id)
    side = "organisation" if found.kind == Kind.ORGANISATION else "person"
    end_relation(relation=get_object_or_404(Relation, public_id=relation, **{side: found}), by=request.user)
    return redirect("people:customer", public_id)


@needs(Permission.EXPORT)
@require_POST
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything about one customer as a file, for a purpose that stands in the trail first."""
    found = customer_of(request, Permission.EXPORT, public_id)
    purpose = PurposeForm(request.POST, kinds=RECORD_KINDS)
    if not purpose.is_valid():
        return sent_back(request, found, "record", purpose=purpose)
    kind = purpose.cleaned_data["kind"]
    note_record_export(customer=found, by=request.user, purpose=purpose.cleaned_data["purpose"], kind=kind)
    write, content_type = WRITERS[kind]
    scope = scope_of(request.user, Permission.EXPORT)
    name = f"customer-{found.public_id}-{timezone.localdate():%Y-%m-%d}.{kind}"
    return HttpResponse(
        write(whole_record(found, scope)),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def customer_of(request: HttpRequest, permission: Permission, public_id: str) -> Customer:
    """The customer, if this person may; somebody else's is not there at all."""
    people = Customer.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).visible_to(request.user, permission)
    return get_object_or_404(people.select_related("unit", "relationship", "score"), public_id=public_id)


def customer_page(request: HttpRequest, found: Customer, **forms: Any) -> HttpResponse:
    """The page; with a form that was sent back among ``forms``."""
    edits = may(request.user, Permission.EDIT_CUSTOMERS)
    context = {
        "customer": found,
        "said": record_page(found, request.user),
        "may_edit": edits,
        "tab": Tab.OVERVIEW,
        "tabs": list(Tab),
        "panels": panels_of(Tab.OVERVIEW, Asked(request, found)),
        "relation_form": RelationForm(customer=found, user=request.user) if edits else None,
        **forms,
    }
    return render(request, "people/customer.html", context, status=400 if forms else 200)
