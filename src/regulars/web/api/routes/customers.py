"""Customers: list, one, new, change, many at once; whom they belong to; their scores."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query
from ninja.responses import Status

from regulars.language import message
from regulars.web.api import actions, tokens
from regulars.web.api.entrance import scoped
from regulars.web.api.finding import customer_of, etag_of, listed, told
from regulars.web.api.paging import page_of
from regulars.web.api.problems import Fault, ProblemError, Trouble
from regulars.web.api.schemas import customers as shapes
from regulars.web.api.schemas import values as v
from regulars.web.api.scopes import Scope
from regulars.web.api.service import api
from regulars.web.audit import Event, record
from regulars.web.people.actions.customers import note_seen
from regulars.web.people.actions.relations import relate
from regulars.web.people.details.actions.addresses import add_address
from regulars.web.people.details.errors import DetailError
from regulars.web.people.details.models import Identifier
from regulars.web.people.models import Customer, CustomerScore, Kind, Relation
from regulars.web.people.record import relations_of

Id = Annotated[str, Path(description="Its id, or its number. A number with a slash is found by the filter `number`.")]
Cursor = Annotated[str, Query(max_length=300, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
READ, WRITE = Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE


@api.get("/customers", response=shapes.CustomerPage, url_name="customers", tags=["Customers"], summary="List customers")
@scoped(READ)
def list_customers(
    request: HttpRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    q: Annotated[str, Query(max_length=100, description="A fragment of number, name, e-mail or telephone.")] = "",
    number: Annotated[str, Query(max_length=200, description="Exactly this number.")] = "",
    segment: Annotated[str, Query(max_length=40, description="Id of a segment.")] = "",
    kind: Annotated[shapes.KindAsked, Query(description="Empty: both.")] = shapes.KindAsked.BOTH,
    changed_since: Annotated[
        str,
        Query(
            pattern=v.MOMENT_ASKED, description="Only those changed at this moment or later, in the order of change."
        ),
    ] = "",
) -> Any:
    """In the order in which they came, or of their change. As quick at the end of a million as at its beginning."""
    since = moment_asked("changed_since", changed_since) if changed_since else None
    scope = tokens.sight(request.token, READ)
    people = listed(
        scope, q=q or None, number=number or None, segment=segment or None, kind=kind.value or None, since=since
    )
    found, following = page_of(people, by="changed" if since else "pk", cursor=cursor, limit=limit)
    note_read(request, len(found))
    return {"customers": [told(one) for one in found], "next": following}


@api.post(
    "/customers", response={201: shapes.Customer}, url_name="customers", tags=["Customers"], summary="Add a customer"
)
@scoped(WRITE)
def add_customer(request: HttpRequest, response: HttpResponse, sent: shapes.CustomerRow) -> Any:
    """A number that is in use is 409; use the many-at-once address to add or change, whichever it is."""
    made = actions.add(sent=sent, token=request.token, scope=tokens.sight(request.token, WRITE))
    response["ETag"] = etag_of(made)
    response["Location"] = f"/api/v1/customers/{made.public_id}"
    return Status(201, told(made))


@api.post(
    "/batch/customers", response=shapes.RowsTold, url_name="customers-batch", tags=["Customers"],
    summary="Add or update many customers",
)  # fmt: skip
@scoped(WRITE, rows="customers", whole=False)
def send_customers(request: HttpRequest, sent: shapes.CustomerRows) -> Any:
    """Up to 10,000 rows, as JSON or one a line (application/x-ndjson). Every row is answered; good rows are kept.

    A number that is known is brought up to date; an empty value says nothing and takes nothing away.
    """
    rows = actions.upsert(rows=sent.customers, token=request.token, scope=tokens.sight(request.token, WRITE))
    counts = {name: sum(one["verdict"] == name for one in rows) for name in ("new", "replaced", "known", "refused")}
    return {**counts, "rows": rows}


@api.get(
    "/customers/{customer}", response=shapes.Customer, url_name="customer", tags=["Customers"], summary="Get a customer"
)
@scoped(READ)
def get_customer(request: HttpRequest, response: HttpResponse, customer: Id) -> Any:
    """By id or number. The number of somebody who became one with another leads to that one."""
    found = customer_of(request.token, customer, READ)
    note_seen(customer=found, by=request.token.owner)
    response["ETag"] = etag_of(found)
    return told(found)


@api.patch(
    "/customers/{customer}", response=shapes.Customer, url_name="customer", tags=["Customers"],
    summary="Change a customer",
)  # fmt: skip
@scoped(WRITE)
def change_customer(request: HttpRequest, response: HttpResponse, customer: Id, sent: shapes.CustomerChange) -> Any:
    """Only what is sent changes. With `If-Match: <ETag>` nothing changes if somebody else was quicker."""
    found = customer_of(request.token, customer, WRITE)
    match = request.headers.get("If-Match")
    scope = tokens.sight(request.token, WRITE)
    held = actions.change(customer=found, sent=sent, match=match, token=request.token, scope=scope)
    response["ETag"] = etag_of(held)
    return told(held)


@api.get(
    "/customers/{customer}/relations", response=shapes.Relations, url_name="relations", tags=["Customers"],
    summary="List relations",
)  # fmt: skip
@scoped(READ)
def list_relations(request: HttpRequest, customer: Id) -> Any:
    """Who belongs to which organisation, now and before; with those whom the token may see."""
    found = customer_of(request.token, customer, READ)
    now, former = relations_of(found, date.min, tokens.sight(request.token, READ))
    return {"relations": [_relation(pair.row) for pair in (*now, *former)]}


@api.post(
    "/customers/{customer}/relations", response={201: shapes.Relation}, url_name="relations", tags=["Customers"],
    summary="Add a relation",
)  # fmt: skip
@scoped(WRITE)
def add_relation(request: HttpRequest, customer: Id, sent: shapes.RelationSent) -> Any:
    """A person belongs to an organisation: the other side is named by its number."""
    found = customer_of(request.token, customer, WRITE)
    other = customer_of(request.token, sent.number, WRITE)
    if {found.kind, other.kind} != {Kind.PERSON, Kind.ORGANISATION}:
        reason = message("One of the two must be a person and the other an organisation.")
        raise ProblemError(Trouble.UNFIT, reason, [Fault("/number", reason, value=sent.number)])
    person, organisation = (found, other) if found.kind == Kind.PERSON else (other, found)
    try:
        with transaction.atomic():
            made = relate(
                person=person, organisation=organisation, part=sent.part.value, role=sent.role, since=sent.since,
                by=request.token.owner,
            )  # fmt: skip
    except IntegrityError:
        raise ProblemError(Trouble.CONFLICT, message("That is noted already.")) from None
    return Status(201, _relation(made))


@api.get(
    "/customers/{customer}/identifiers", response=shapes.Identifiers, url_name="identifiers", tags=["Customers"],
    summary="List further addresses",
)  # fmt: skip
@scoped(READ)
def list_identifiers(request: HttpRequest, customer: Id) -> Any:
    """By what else the customer is known: further addresses, WeChat, member numbers."""
    found = customer_of(request.token, customer, READ)
    return {"identifiers": [_identifier(one) for one in found.identifiers.all()]}


@api.post(
    "/customers/{customer}/identifiers", response={201: shapes.IdentifierTold}, url_name="identifiers",
    tags=["Customers"], summary="Add a further address",
)  # fmt: skip
@scoped(WRITE)
def add_identifier(request: HttpRequest, customer: Id, sent: shapes.IdentifierSent) -> Any:
    """What cannot be read as one of its kind is kept as written, and never compared."""
    found = customer_of(request.token, customer, WRITE)
    if not sent.value:
        reason = message("is empty")
        raise ProblemError(Trouble.UNFIT, reason, [Fault("/value", reason, value=sent.value)])
    try:
        made = add_address(
            customer=found, kind=sent.kind.value, value=sent.value, source=sent.source, by=request.token.owner
        )
    except DetailError as error:
        raise ProblemError(Trouble.CONFLICT, error.message) from None
    return Status(201, _identifier(made))


@api.get(
    "/customers/{customer}/scores", response=shapes.Scores, url_name="scores", tags=["Customers"], summary="Get scores"
)
@scoped(READ)
def get_scores(request: HttpRequest, customer: Id) -> Any:
    """The latest ones. A last rating about a unit out of sight is not told."""
    found = customer_of(request.token, customer, READ)
    row = CustomerScore.objects.filter(customer=found).first() or CustomerScore(customer=found)
    rated = row.is_told_to(tokens.sight(request.token, READ))
    return {
        "as_of": _day(row.day),
        "purchases": row.purchases,
        "net": None if row.net is None else f"{row.net:f}",
        "currency": row.currency,
        "segment": row.segment,
        "first_day": _day(row.first_day),
        "last_day": _day(row.last_day),
        "expected_purchases": row.expected_purchases,
        "value": row.value,
        "value_low": row.predicted_low,
        "value_high": row.predicted_high,
        "alive": row.alive,
        "rating": row.rating if rated else None,
        "rating_low": row.rating_low if rated else None,
        "rating_high": row.rating_high if rated else None,
        "rating_day": _day(row.rating_day) if rated else None,
    }


def moment_asked(name: str, text: str) -> Any:
    """A moment in an address."""
    from pydantic import TypeAdapter, ValidationError

    from regulars.web.api.faults import problem_of

    try:
        return TypeAdapter(v.Moment).validate_python(text)
    except ValidationError as error:
        raise problem_of([{**one, "loc": ("query", name)} for one in error.errors()]) from None


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _identifier(one: Identifier) -> dict[str, Any]:
    return {
        "id": one.public_id, "kind": one.kind, "value": one.value, "canonical": one.canonical,
        "preferred": one.preferred, "source": one.source,
    }  # fmt: skip


def _relation(row: Relation) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "person": _other(row.person),
        "organisation": _other(row.organisation),
        "part": row.part,
        "role": row.role,
        "since": _day(row.since),
        "until": _day(row.until),
    }


def _other(customer: Customer) -> dict[str, str]:
    return {"id": customer.public_id, "number": customer.number, "name": customer.name}


def note_read(request: HttpRequest, count: int) -> None:
    """Names leave the house: the trail says how many, and by which token."""
    if count:
        with transaction.atomic():
            record(Event.CUSTOMERS_READ, target=request.token, by=request.token.owner, count=count)
