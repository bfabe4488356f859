"""Addresses of the last word, for staff and for the customer."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import OTHER, SEE, WORK, case_of
from tests.web.addresses.shape import EVERYBODY, Address


def _answered(world: Any, **fields: Any) -> Any:
    from regulars.web.cases.actions import step
    from regulars.web.cases.states import Step

    case = case_of(world, **fields)
    step(case=case, step=Step.RESPOND, by=None, words="Sorry.")
    return case


def _case(world: Any) -> dict[str, str]:
    return {"public_id": _answered(world).public_id}


def _token(world: Any) -> dict[str, str]:
    from regulars.web.cases.verdicts.asking import hash_of
    from regulars.web.cases.verdicts.models import Ask

    case = _answered(world, email="guest@example.com")
    Ask.objects.filter(case=case).update(token_hash=hash_of("token"))
    return {"token": "token"}


ROWS = [
    Address("verdicts:figures", (*SEE, *OTHER)),
    Address("verdicts:said", WORK, OTHER, _case, method="post", data=lambda world: {"said-answer": "3"}, good=(302,)),
    Address("verdicts:ending", WORK, OTHER, _case, method="post", good=(302,)),
    Address("verdicts:odd", WORK, OTHER, _case, method="post", data=lambda world: {"odd-odd": "on"}, good=(302,)),
    Address("verdicts:reproduction", WORK, OTHER, _case),
    Address("verdict:page", EVERYBODY, (), _token),
    Address("verdict:page", EVERYBODY, (), _token, method="post", data=lambda w: {"answer": "2"}, good=(302,)),
]
