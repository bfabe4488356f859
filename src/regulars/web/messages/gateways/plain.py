"""The plain port: one POST of JSON for one message, under the message's own name.

Any provider of short messages can be put behind it with a few lines, in any language. What the answer means is
written down in docs/messages.md, and nothing else is understood.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

from regulars.language import Message, message
from regulars.web.messages.errors import OutboxError
from regulars.web.messages.gateways.doors import checked
from regulars.web.messages.models import Gateway, Outgoing
from regulars.web.messages.outcomes import LINE_BROKE, Answer, Outcome
from regulars.web.messages.sealing import opened

USUAL = {"to": "{to}", "text": "{text}", "id": "{id}"}
LONGEST_ANSWER = 16_384  # bytes that are read
LONGEST_TALK = 25.0  # seconds, however slowly it drips
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([\x21-\x7e][\x20-\x7e]{0,2000})")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "content-type", "idempotency-key"})


def headers_of(text: str) -> dict[str, str]:
    """Headers as somebody types them, one a line. Raises ``OutboxError`` naming the line, never its value."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.strip().splitlines(), 1):
        match = _HEADER.fullmatch(line.strip())
        if not match or match[1].lower() in _OURS:
            raise OutboxError(
                message(
                    "Line {number} is no header that can be set. Write it like Authorization: Bearer abc", number=number
                )
            )
        found[match[1]] = match[2].strip()
    return found


def body_of(text: str) -> Any:
    """The JSON to be posted, with its places. Raises ``OutboxError``."""
    if not text.strip():
        return USUAL
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OutboxError(message("This is no JSON. Leave it empty to send to, text and id.")) from error
    if missing := [place for place in ("{to}", "{text}") if place not in text]:
        raise OutboxError(message("Put {place} where it belongs.", place=", ".join(missing)))
    return found


class PlainLine:
    """One gateway of this kind."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def prepare(self, outgoing: Outgoing) -> tuple[bytes, str]:
        """What is posted, and under which name."""
        words = {"{to}": outgoing.to, "{text}": outgoing.text, "{id}": outgoing.public_id}
        return json.dumps(_filled(body_of(self._gateway.body), words)).encode(), outgoing.public_id

    def hand_over(self, prepared: tuple[bytes, str]) -> Outcome:
        """Post it. What came before the words went over has sent nothing; after them only an answer tells."""
        body, name = prepared
        try:
            door = checked(opened(self._gateway.secret))
            headers = headers_of(opened(self._gateway.headers))
        except OutboxError as error:
            return Outcome(Answer.CLOSED, error.message)
        except OSError as error:
            return Outcome(Answer.CLOSED, no_line(self._gateway.host, error))
        line = door.connection()
        watch = threading.Timer(LONGEST_TALK, _hang_up, [line])
        watch.daemon = True
        watch.start()
        try:
            return self._talk(line, door.path, body, headers | _ours(name))
        finally:
            watch.cancel()
            line.close()

    def close(self) -> None:
        """Nothing stays open."""

    def _talk(self, line: HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        try:
            line.connect()
        except OSError as error:
            return Outcome(Answer.CLOSED, no_line(self._gateway.host, error))
        try:
            line.request("POST", path, body, dict(headers))
            answer = line.getresponse()
            said = _said(answer)
        except (OSError, HTTPException, ValueError):  # ValueError: an answer that is none
            return Outcome(Answer.UNSURE, LINE_BROKE)
        return meaning(self._gateway.host, answer.status, said)


def meaning(host: str, status: int, said: str) -> Outcome:
    """What an answer means. A gateway that knows the name already has the message: that is as good as taken."""
    words = message("{host} answered: {code} {said}", host=host, code=str(status), said=said)
    if 200 <= status < 300 or status == 409:
        return Outcome(Answer.TAKEN)
    if status in (429, 503):
        return Outcome(Answer.LATER, words)
    if status in (401, 402, 403, 404, 405, 407, 410) or 300 <= status < 400:
        # Not this message's fault: the address, the password or the bill is wrong.
        return Outcome(Answer.CLOSED, words)
    if 400 <= status < 500:
        return Outcome(Answer.NEVER, words)
    return Outcome(Answer.UNSURE, words)


def no_line(host: str, error: OSError) -> Message:
    """Why nobody could be reached."""
    if isinstance(error, socket.gaierror):
        return message("There is no server called {host}.", host=host)
    if isinstance(error, TimeoutError):
        return message("{host} did not answer in time.", host=host)
    return message(
        "No connection to {host}: {problem}", host=host, problem=(error.strerror or type(error).__name__)[:200]
    )


def _ours(name: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Idempotency-Key": name,
        "User-Agent": "Regulars",
        "Connection": "close",
    }


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"\{(to|text|id)\}", lambda found: words[found[0]], value)
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, words) for key, one in value.items()}
    return value


def _said(answer: HTTPResponse) -> str:
    """The beginning of what it says, for people to read."""
    text = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:200]


def _hang_up(line: HTTPConnection) -> None:
    if line.sock is not None:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)
