"""Purchases: bring many in, read those of one customer."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from regulars.facts.person import lines_of
from regulars.language import message
from regulars.web.api import tokens
from regulars.web.api.bringing import bring
from regulars.web.api.entrance import scoped
from regulars.web.api.finding import customer_of
from regulars.web.api.paging import part_of
from regulars.web.api.problems import ProblemError, Trouble
from regulars.web.api.routes.customers import Cursor, Id, Limit
from regulars.web.api.schemas import noted as shapes
from regulars.web.api.schemas.values import moment_text
from regulars.web.api.scopes import Scope
from regulars.web.api.service import api
from regulars.web.facts import facts


@api.post(
    "/purchases", response=shapes.PurchasesTold, url_name="purchases", tags=["Purchases"],
    summary="Bring in purchases",
)  # fmt: skip
@scoped(Scope.PURCHASES_WRITE, rows="purchases", whole=False)
def send_purchases(
    request: HttpRequest,
    sent: shapes.PurchaseRows,
    source: Annotated[
        str,
        Query(
            pattern=r"^[a-z][a-z0-9-]{0,39}$", description="Whose purchase numbers these are.", examples=["till-north"]
        ),
    ] = "api",
) -> Any:
    """Up to 10,000 lines, as JSON or one a line (application/x-ndjson); one commit. Sent again, nothing counts twice.

    The same source, purchase and line with other values is a correction. Needs the permission for the whole company.
    """
    if not tokens.sight(request.token, Scope.PURCHASES_WRITE).whole:
        raise ProblemError(
            Trouble.FORBIDDEN, message("Purchases are brought in for the whole company. The owner sees a part of it.")
        )
    return bring(rows=sent.purchases, source=source, token=request.token)


@api.get(
    "/customers/{customer}/purchases", response=shapes.PurchasePage, url_name="customer-purchases", tags=["Purchases"],
    summary="List purchases",
)  # fmt: skip
@scoped(Scope.PURCHASES_READ)
def list_purchases(request: HttpRequest, customer: Id, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Line by line, the latest first; of the units that the token may see."""
    found = customer_of(request.token, customer, Scope.PURCHASES_READ)
    scope = tokens.sight(request.token, Scope.PURCHASES_READ).insight(purpose="purchases of a customer, for a program")
    rows = lines_of(facts(), found.key, units=scope.units).to_pylist()[::-1]
    some, following = part_of(rows, cursor=cursor, limit=limit)
    return {"purchases": [_line(one) for one in some], "next": following}


def _line(row: dict[str, Any]) -> dict[str, Any]:
    plain = ("source", "purchase", "line", "product", "category", "channel", "unit", "promotion")
    return {
        **{name: row[name] for name in plain},
        "at": moment_text(row["at"]),
        "day": row["day"].isoformat(),
        "amount": f"{row['amount']:f}",
        "currency": row["currency"] or "",
        "quantity": None if row["quantity"] is None else f"{row['quantity']:f}",
    }
