"""What is known about one customer: events, talks, consents, promises, expectations; the whole record; erasure."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query
from ninja.responses import Status

from regulars.language import Message, message
from regulars.web.api import tokens
from regulars.web.api.entrance import scoped
from regulars.web.api.finding import customer_of
from regulars.web.api.paging import page_of
from regulars.web.api.problems import Fault, ProblemError, Trouble
from regulars.web.api.routes.customers import Cursor, Id, Limit
from regulars.web.api.schemas import noted as shapes
from regulars.web.api.schemas.values import moment_text
from regulars.web.api.scopes import Scope
from regulars.web.api.service import api
from regulars.web.people import consents
from regulars.web.people.actions.customers import note_record_export
from regulars.web.people.actions.notes import note_contact
from regulars.web.people.leaving import as_json, whole_record
from regulars.web.people.models import Consent, Contact
from regulars.web.research.events.models import Happening


@api.get(
    "/customers/{customer}/events", response=shapes.EventPage, url_name="customer-events", tags=["Interactions"],
    summary="List events",
)  # fmt: skip
@scoped(Scope.INTERACTIONS_READ)
def list_events(request: HttpRequest, customer: Id, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """What systems and lists told of the customer, the latest to come in first. Events come in by `/in/<source>`."""
    found = customer_of(request.token, customer, Scope.INTERACTIONS_READ)
    scope = tokens.sight(request.token, Scope.INTERACTIONS_READ)
    rows = Happening.objects.filter(customer=found).select_related("unit", "kind")
    if scope.unit_ids is not None:
        rows = rows.filter(unit__in=scope.unit_ids)
    some, following = page_of(rows, by="pk", cursor=cursor, limit=limit, down=True)
    return {"events": [_event(one) for one in some], "next": following}


@api.get(
    "/customers/{customer}/contacts", response=shapes.ContactPage, url_name="contacts", tags=["Interactions"],
    summary="List talks",
)  # fmt: skip
@scoped(Scope.INTERACTIONS_READ)
def list_contacts(request: HttpRequest, customer: Id, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """When somebody of the company spoke with the customer, the latest noted first."""
    found = customer_of(request.token, customer, Scope.INTERACTIONS_READ)
    some, following = page_of(Contact.objects.filter(customer=found), by="pk", cursor=cursor, limit=limit, down=True)
    return {"contacts": [_contact(one) for one in some], "next": following}


@api.post(
    "/customers/{customer}/contacts", response={201: shapes.ContactTold}, url_name="contacts", tags=["Interactions"],
    summary="Note a talk",
)  # fmt: skip
@scoped(Scope.INTERACTIONS_WRITE)
def add_contact(request: HttpRequest, customer: Id, sent: shapes.ContactSent) -> Any:
    """Somebody spoke with them, or wrote by hand."""
    found = customer_of(request.token, customer, Scope.INTERACTIONS_WRITE)
    today = timezone.localdate()
    if sent.day is not None and sent.day > today:
        raise _unfit("/day", message("lies in the future"), sent.day.isoformat())
    made = note_contact(
        customer=found, way=sent.way.value, words=sent.words, day=sent.day or today, by=request.token.owner
    )
    return Status(201, _contact(made))


@api.get(
    "/customers/{customer}/consents", response=shapes.Consents, url_name="consents", tags=["Consents"],
    summary="Get consents",
)  # fmt: skip
@scoped(Scope.CONSENTS_READ)
def get_consents(request: HttpRequest, customer: Id) -> Any:
    """What holds for each purpose and way, and the ledger behind it."""
    found = customer_of(request.token, customer, Scope.CONSENTS_READ)
    states, ledger = consents.all_of(found)
    return {
        "standing": [{"purpose": one.purpose, "channel": one.channel, "given": one.given} for one in states],
        "ledger": [_consent(one) for one in ledger],
    }


@api.post(
    "/customers/{customer}/consents", response={201: shapes.ConsentTold}, url_name="consents", tags=["Consents"],
    summary="Note a consent",
)  # fmt: skip
@scoped(Scope.CONSENTS_WRITE)
def add_consent(request: HttpRequest, customer: Id, sent: shapes.ConsentSent) -> Any:
    """A yes or a no, with its source. The ledger only grows: the latest about a purpose and a way holds."""
    found = customer_of(request.token, customer, Scope.CONSENTS_WRITE)
    now = timezone.now()
    if sent.at is not None and sent.at > now:
        raise _unfit("/at", message("lies in the future"), sent.at.isoformat())
    note = consents.give if sent.given else consents.withdraw
    note(
        customers=[found.pk], purpose=sent.purpose.value, source=sent.source.value, channel=sent.channel.value,
        words=sent.words, at=sent.at, by=request.token.owner,
    )  # fmt: skip
    return Status(201, _consent(Consent.objects.filter(customer=found).order_by("-pk")[0]))


@api.get(
    "/customers/{customer}/promises", response=shapes.Promises, url_name="promises", tags=["Promises"],
    summary="List promises",
)  # fmt: skip
@scoped(Scope.CUSTOMERS_READ)
def list_promises(request: HttpRequest, customer: Id) -> Any:
    """What was promised, until when, and what became of it; the earliest due first."""
    found = customer_of(request.token, customer, Scope.CUSTOMERS_READ)
    return {"promises": [_promise(one) for one in found.promises.order_by("due", "pk")]}


@api.get(
    "/customers/{customer}/expectations", response=shapes.Expectations, url_name="expectations", tags=["Promises"],
    summary="List expectations",
)  # fmt: skip
@scoped(Scope.CUSTOMERS_READ)
def list_expectations(request: HttpRequest, customer: Id) -> Any:
    """What the customer wants, said by them or inferred; those that hold no more have a last day."""
    found = customer_of(request.token, customer, Scope.CUSTOMERS_READ)
    return {"expectations": [_expectation(one) for one in found.expectations.order_by("pk")]}


@api.get(
    "/customers/{customer}/record", response=dict[str, Any], url_name="record", tags=["Rights"],
    summary="Export the whole record",
)  # fmt: skip
@scoped(Scope.RECORDS_READ)
def get_record(
    request: HttpRequest,
    customer: Id,
    purpose: Annotated[
        str, Query(min_length=5, max_length=200, description="What for; stands in the audit trail.",
                   examples=["request of the customer"]),
    ],
) -> Any:  # fmt: skip
    """Everything that is kept about a customer within sight of the token, as one document."""
    found = customer_of(request.token, customer, Scope.RECORDS_READ)
    note_record_export(customer=found, by=request.token.owner, purpose=purpose, kind="json")
    return HttpResponse(
        as_json(whole_record(found, tokens.sight(request.token, Scope.RECORDS_READ))), content_type="application/json"
    )


@api.post(
    "/customers/{customer}/erasure", response={202: shapes.ErasureTold}, url_name="erasure", tags=["Rights"],
    summary="Ask for an erasure",
)  # fmt: skip
@scoped(Scope.ERASURES_WRITE)
def ask_erasure(request: HttpRequest, customer: Id, sent: shapes.ErasureSent) -> Any:
    """Everything about the customer goes once the days to take it back are over. Asked twice, it is one request."""
    from regulars.web.people.rights.actions import ask_erasure as ask
    from regulars.web.people.rights.models import Origin

    found = customer_of(request.token, customer, Scope.ERASURES_WRITE)
    claim = ask(customer=found, origin=Origin.STAFF, reason=sent.reason, by=request.token.owner)
    return Status(202, {"id": claim.public_id, "erased_after": moment_text(claim.act_at)})


def _event(one: Happening) -> dict[str, Any]:
    return {
        "id": one.public_id, "kind": one.kind.key, "source": one.source, "key": one.key, "at": moment_text(one.at),
        "unit": one.unit.code if one.unit else None, "details": one.details,
    }  # fmt: skip


def _contact(one: Contact) -> dict[str, Any]:
    return {"id": one.public_id, "way": one.way, "words": one.words, "day": one.day.isoformat()}


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "id": one.public_id, "purpose": one.purpose, "channel": one.channel, "given": one.given, "source": one.source,
        "words": one.words, "at": moment_text(one.at), "noted": moment_text(one.noted),
    }  # fmt: skip


def _promise(one: Any) -> dict[str, Any]:
    return {
        "id": one.public_id, "what": one.what, "made_on": one.made_on.isoformat(), "due": one.due.isoformat(),
        "outcome": one.outcome, "settled_on": one.settled_on and one.settled_on.isoformat(), "note": one.note,
    }  # fmt: skip


def _expectation(one: Any) -> dict[str, Any]:
    return {
        "id": getattr(one, "public_id", None), "topic": one.topic, "level": one.level, "latitude": one.latitude,
        "importance": one.importance, "stated": one.stated, "source": one.source,
        "since": one.since.isoformat(), "until": one.until and one.until.isoformat(),
    }  # fmt: skip


def _unfit(pointer: str, reason: Message, value: str) -> ProblemError:
    return ProblemError(Trouble.UNFIT, reason, [Fault(pointer, reason, message("Take today, or a day before."), value)])
