"""Two frames about the same attributes: which column belongs to which."""

from __future__ import annotations

from regulars.language import message
from regulars.methods.errors import ColumnLengthError


def paired(first: tuple[str, ...], second: tuple[str, ...], *, called: tuple[str, str]) -> dict[str, str]:
    """Each name of ``second`` with its partner in ``first``: by name where the names are the same, else in order.

    ``called``: what the two frames are called in messages.

    >>> paired(("E1", "E2"), ("P1", "P2"), called=("expectations", "perceptions"))
    {'P1': 'E1', 'P2': 'E2'}
    """
    if len(first) != len(second):
        raise ColumnLengthError(
            message(
                "There are {found} columns of {first} and {size} of {second}. Give one for each.",
                found=len(first),
                first=called[0],
                size=len(second),
                second=called[1],
            )
        )
    return {name: name if set(first) == set(second) else other for name, other in zip(second, first, strict=True)}
