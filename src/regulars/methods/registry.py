"""Every method by name: what it answers, which columns it takes, how few answers it accepts.

The command line makes its commands from this list, the contract tests run over it, the docs check that each
method has its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from regulars.language import Message, message
from regulars.methods.errors import MethodError

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Method:
    """One method of the registry."""

    name: str
    function: Callable[..., Any]
    question: Message
    rows: tuple[str, ...]
    minimum_n: int
    samples: bool  # takes weights=, counts=, clusters=, missing= and has an interval of the sampling kind

    @property
    def page(self) -> str:
        """File name of its page under ``docs/methods/``."""
        return f"{self.name.replace('_', '-')}.md"


_methods: dict[str, Method] = {}


def method(
    question: Message,
    *,
    rows: tuple[str, ...] = (),
    minimum_n: int = 1,
    samples: bool = True,
    name: str | None = None,
) -> Callable[[F], F]:
    """Enter a function or a model class into the registry.

    ``question`` is what it answers, in words; ``rows`` are ids of the capability list; ``minimum_n`` is the
    smallest n at which its interval keeps what it promises.
    """

    def enter(function: F) -> F:
        key = name or function.__name__
        _methods[key] = Method(key, function, question, rows, minimum_n, samples)
        return function

    return enter


def all_methods() -> Iterator[Method]:
    """Every registered method, by name."""
    import regulars.methods  # noqa: F401  entering happens on import

    yield from (_methods[name] for name in sorted(_methods))


def find(name: str) -> Method:
    """The method of this name. Raises ``MethodError`` with the near misses."""
    import difflib

    known = {entry.name: entry for entry in all_methods()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3) or list(known)
        raise MethodError(message("There is no method {name}. Did you mean: {near}?", name=name, near=tuple(near)))
    return known[name]
