"""When a case opens, the customer hears that their words arrived."""

from __future__ import annotations

from typing import Any

from regulars.web.cases.hooks import OPENED, on_case
from regulars.web.cases.mail.letters import receipt
from regulars.web.cases.models import Case


@on_case
def opened(case: Case, what: str, by: Any) -> None:
    """In the transaction of the opening."""
    if what == OPENED:
        receipt(case)
