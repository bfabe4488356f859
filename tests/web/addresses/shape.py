"""The shape of one row of the table address × role. Each app has its rows in a file of its own beside this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

EVERYBODY = (
    "nobody",
    "administrator",
    "analyst",
    "manager",
    "colleague",
    "agent",
    "interviewer",
    "viewer",
    "dealer",
    "stranger",
)


@dataclass(frozen=True)
class Address:
    """One address: ``url`` is its name in ``urls.py``.

    ``allowed``: people who get a good answer (200, or ``good``). ``foreign``: people who hold the permission, but for
    another unit, so that the object of the test (Lakeside's) is 404 for them. All others get 403; nobody, who is not
    signed in, is sent to the sign-in page (302), unless allowed.

    ``arguments(world)`` gives the arguments of the address; ``world`` is a namespace with ``people`` and ``units``,
    on which it may create what it needs. ``method`` and ``data(world)``: what is sent.
    """

    url: str
    allowed: tuple[str, ...]
    foreign: tuple[str, ...] = ()
    arguments: Callable[[Any], Mapping[str, Any]] = lambda world: {}
    method: str = "get"
    data: Callable[[Any], Mapping[str, Any]] = lambda world: {}
    good: tuple[int, ...] = (200,)
    note: str = field(default="")
