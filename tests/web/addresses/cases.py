"""Addresses of cases: seen and worked on in one's own units."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

SEE = ("administrator", "analyst", "manager", "agent", "dealer")
WORK = ("administrator", "manager", "agent")
OTHER = ("colleague",)


def case_of(world: Any, **fields: Any) -> Any:
    """One of Lakeside."""
    from regulars.web.cases.models import Channel
    from regulars.web.cases.opening import Wish, open_case

    given = {"kind": "complaint", "title": "cold eggs", "channel": Channel.PHONE, "nonce": "one", **fields}
    return open_case(Wish(unit=world.units.lakeside, words="Cold eggs.", **given))[0]


def _case(world: Any) -> dict[str, str]:
    return {"public_id": case_of(world).public_id}


def _post(url: str, data: dict[str, str], good: tuple[int, ...] = (302,), note: str = "") -> Address:
    return Address(url, WORK, OTHER, _case, method="post", data=lambda world: data, good=good, note=note)


ROWS = [
    Address("cases:cases", (*SEE, *OTHER)),
    Address("cases:new", (*WORK, *OTHER)),
    Address("cases:case", SEE, OTHER, _case),
    _post("cases:step", {"do": "acknowledge"}),
    _post("cases:respond", {"respond-words": "Sorry."}),
    _post("cases:note", {"note-words": "Called."}),
    _post("cases:hand", {"hand-to": "nobody"}, good=(400,)),
    _post("cases:grade", {"grade-severity": "3"}),
    _post("cases:cause", {"cause-cause": "equipment"}),
    _post("cases:close", {"close-outcome": "lost"}, good=(400,)),
    _post("cases:pause", {"pause-why": "customer", "pause-back": "2020-01-01"}, good=(400,)),
]
