"""Two frames about the same attributes: which column belongs to which."""

from __future__ import annotations

from regulars.language import message
from regulars.methods.errors import ColumnLengthError


def paired(first: tuple[str, ...], second: tuple[str, ...]) -> dict[str, str]:
    """Each name of ``second`` with its partner in ``first``: by name where the names are the same, else in order.

    >>> paired(("E1", "E2"), ("P1", "P2"))
    {'P1': 'E1', 'P2': 'E2'}
    """
    if len(first) != len(second):
        raise ColumnLengthError(
            message(
                "There are {found} columns of expectations and {size} of performance. Give one for each.",
                found=len(first),
                size=len(second),
            )
        )
    return {name: name if set(first) == set(second) else other for name, other in zip(second, first, strict=True)}
