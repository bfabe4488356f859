"""What went wrong, as RFC 9457 has it (``application/problem+json``), in the language of the request.

Every problem has a sentence that says the value, the place and the way out. 400: what was sent does not have the shape
that the document describes; 422: it has, and the company's data do not allow it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpResponse

from regulars.language import Message, message
from regulars.web.words import say

CONTENT_TYPE = "application/problem+json"
DOCS = "/api/v1/docs/"
MOST = 100  # errors of one request that are told
LONGEST = 200  # characters of a value that are told


class Trouble(Enum):
    """The kinds: name in the address of their description, status, title."""

    SHAPE = ("shape", 400, message("This does not have the shape that is described"))
    UNSIGNED = ("token", 401, message("A token is needed"))
    FORBIDDEN = ("scope", 403, message("The token may not do this"))
    MISSING = ("missing", 404, message("There is nothing here"))
    METHOD = ("method", 405, message("This method has no meaning here"))
    CONFLICT = ("conflict", 409, message("This cannot be done now"))
    CHANGED = ("changed", 412, message("Somebody changed it in the meantime"))
    LARGE = ("large", 413, message("That is too much at once"))
    MEDIA = ("media", 415, message("This kind of content cannot be read"))
    UNFIT = ("unfit", 422, message("What is known here does not allow it"))
    TOO_OFTEN = ("too-often", 429, message("That is too often"))
    BROKEN = ("broken", 500, message("Something broke on our side"))

    @property
    def slug(self) -> str:
        """Its place on the page of the documentation."""
        return self.value[0]

    @property
    def status(self) -> int:
        """Of HTTP."""
        return self.value[1]

    @property
    def title(self) -> Message:
        """The same for every problem of the kind."""
        return self.value[2]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where (a JSON pointer, or ``query:limit``), what stood there, and the way out."""

    pointer: str
    reason: Message
    way_out: Message | None = None
    value: Any = None

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "pointer": shown(self.pointer),
            "detail": say(self.reason),
            "value": None if self.value is None else shown(self.value),
            "way_out": None if self.way_out is None else say(self.way_out),
        }


class ProblemError(Exception):
    """Ends a request; ``response`` is what its sender gets."""

    def __init__(
        self, trouble: Trouble, detail: Message, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(str(detail))
        self.trouble, self.detail, self.faults, self.headers = trouble, detail, tuple(faults), headers or {}

    def response(self) -> HttpResponse:
        """In the reader's language."""
        kind = self.trouble
        found: dict[str, Any] = {
            "type": f"{DOCS}#problem-{kind.slug}",
            "title": say(kind.title),
            "status": kind.status,
            "detail": say(self.detail),
        }
        if self.faults:
            found["errors"] = [one.plain() for one in self.faults[:MOST]]
        return HttpResponse(
            json.dumps(found, ensure_ascii=False), status=kind.status, content_type=CONTENT_TYPE, headers=self.headers
        )


def missing() -> ProblemError:
    """What is out of sight is not told from what is not there."""
    return ProblemError(Trouble.MISSING, message("There is no such thing, or none that this token may see."))


def shown(value: Any) -> str:
    """A value as it stood, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
