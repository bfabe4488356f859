"""Cases: list, one, new."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query
from ninja.responses import Status

from regulars.language import message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.api import tokens
from regulars.web.api.entrance import scoped
from regulars.web.api.finding import customer_of, unit_of
from regulars.web.api.paging import page_of
from regulars.web.api.problems import Fault, ProblemError, Trouble, missing
from regulars.web.api.routes.customers import Cursor, Limit, moment_asked
from regulars.web.api.schemas import cases as shapes
from regulars.web.api.schemas import values as v
from regulars.web.api.schemas.values import moment_text
from regulars.web.api.scopes import Scope
from regulars.web.api.service import api
from regulars.web.audit import Event, record
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.states import OPEN, State
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Unit
from regulars.web.ids import new_id
from regulars.web.people.models import Customer

READ, WRITE = Scope.CASES_READ, Scope.CASES_WRITE


@api.get("/cases", response=shapes.CasePage, url_name="cases", tags=["Cases"], summary="List cases")
@scoped(READ)
def list_cases(
    request: HttpRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    state: Annotated[shapes.Stands, Query(description="Empty: all.")] = shapes.Stands.ALL,
    kind: Annotated[str, Query(max_length=40, description="Key of a kind.")] = "",
    unit: Annotated[str, Query(max_length=200, description="Code of a unit; with all below it.")] = "",
    opened_since: Annotated[
        str, Query(pattern=v.MOMENT_ASKED, description="Only those opened at this moment or later.")
    ] = "",
) -> Any:
    """Those of the units that the token may see."""
    rows = Case.objects.within(tokens.sight(request.token, READ)).with_people()
    if state:
        rows = rows.filter(state__in=OPEN) if state == shapes.Stands.OPEN else rows.filter(state=State.CLOSED)
    if kind:
        rows = rows.filter(kind=kind)
    if unit:
        found = unit_of(unit, tokens.sight(request.token, READ), "query:unit")
        rows = rows.filter(unit__in=Unit.objects.below([found.pk])) if found else rows.none()
    if opened_since:
        rows = rows.filter(opened__gte=moment_asked("opened_since", opened_since))
    some, following = page_of(rows, by="pk", cursor=cursor, limit=limit)
    if some:
        _note_read(request, len(some))
    seen = _in_sight(request, some)
    return {"cases": [_told(one, seen) for one in some], "next": following}


@api.post("/cases", response={201: shapes.CaseTold}, url_name="cases", tags=["Cases"], summary="Open a case")
@scoped(WRITE)
def add_case(request: HttpRequest, response: HttpResponse, sent: shapes.CaseSent) -> Any:
    """A case that is there already by its reference is answered as it stands, and stays as it is."""
    token = request.token
    if sent.kind not in workflows():
        raise _unfit("/kind", sent.kind, tuple(workflows()))
    scope = tokens.sight(token, WRITE)
    customer = _customer(request, sent.customer)
    unit = unit_of(sent.unit, scope)
    # Where no unit is named it is that of the customer, as far as the token reaches; else of the whole company.
    place = unit or (customer.unit if customer else None)
    if scope.unit_ids is not None and (place is None or place.pk not in scope.unit_ids):
        reason = message("The token may open cases of its own units only.")
        raise ProblemError(Trouble.UNFIT, reason, [Fault("/unit", reason, message("Name one of them."), sent.unit)])
    wish = Wish(
        kind=sent.kind, title=sent.title, channel=Channel.API, nonce=f"api:{token.pk}:{sent.reference or new_id()}",
        words=sent.words, language=sent.language, customer=customer, name=sent.name, email=sent.email,
        phone=sent.phone, unit=unit, severity=sent.severity,
    )  # fmt: skip
    case, _ = open_case(wish, by=token.owner)
    response["Location"] = f"/api/v1/cases/{case.public_id}"
    return Status(201, _told(case, _in_sight(request, [case])))


@api.get("/cases/{case}", response=shapes.CaseTold, url_name="case", tags=["Cases"], summary="Get a case")
@scoped(READ)
def get_case(request: HttpRequest, case: Annotated[str, Path(description="Its id, or its number.")]) -> Any:
    """As it stands."""
    rows = Case.objects.within(tokens.sight(request.token, READ)).with_people()
    found = rows.filter(public_id=case).first()
    if found is None and case.isascii() and case.isdecimal() and len(case) < 16:
        found = rows.filter(pk=int(case)).first()
    if found is None:
        raise missing()
    _note_read(request, 1)
    return _told(found, _in_sight(request, [found]))


def _note_read(request: HttpRequest, count: int) -> None:
    with transaction.atomic():
        record(Event.CASES_READ, target=request.token, by=request.token.owner, count=count)


def _customer(request: HttpRequest, name: str) -> Customer | None:
    """By what the owner of the token may see; the token needs no scope of customers for it."""
    if not name:
        return None
    try:
        return customer_of(request.token, name, WRITE)
    except ProblemError:
        raise _unfit("/customer", name, ()) from None


def _in_sight(request: HttpRequest, cases: list[Case]) -> set[int]:
    """The customers among these whom the owner of the token may see."""
    scope = scope_of(request.token.owner, Permission.SEE_CUSTOMERS)
    wanted = {one.customer_id for one in cases if one.customer_id is not None}
    return set(Customer.objects.within(scope).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _told(one: Case, seen: set[int]) -> dict[str, Any]:
    return {
        "id": one.public_id, "number": one.pk, "kind": one.kind, "title": one.title, "words": one.words,
        "language": one.language, "channel": one.channel,
        "customer": one.customer.number if one.customer and one.customer_id in seen else None,
        "name": one.name, "email": one.email, "phone": one.phone, "unit": one.unit.code if one.unit else None,
        "severity": one.severity, "state": one.state, "outcome": one.outcome, "verdict": one.verdict,
        "opened": moment_text(one.opened), "acknowledged": moment_text(one.acknowledged),
        "responded": moment_text(one.responded), "closed": moment_text(one.closed), "due": moment_text(one.next_due),
        "changed": moment_text(one.changed),
    }  # fmt: skip


def _unfit(pointer: str, value: str, known: tuple[str, ...]) -> ProblemError:
    reason = message("is not known here")
    way_out = message("Known are: {known}.", known=known) if known else None
    fault = Fault(pointer, reason, way_out, value)
    return ProblemError(Trouble.UNFIT, message("The case names what is not known."), [fault])
