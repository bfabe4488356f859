"""Messengers of teams, spoken to by apprise; the library knows their forms, and here is what it leaves open.

It says "sent" where WeCom, DingTalk and Feishu answer 200 and a refusal in the words; it does not tell a line that
never opened from one that broke; it counts characters where WeCom counts bytes; it writes keys into its log; and by
its addresses it can be told to read files, to trust any certificate, or to speak to any machine. So only messengers
with an address of their own are let in, without options, and each of its requests is watched.
"""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from regulars.language import message
from regulars.web.messages.errors import OutboxError
from regulars.web.messages.gateways.doors import PATIENCE, checked
from regulars.web.messages.gateways.plain import meaning, no_line
from regulars.web.messages.models import Gateway, Outgoing
from regulars.web.messages.outcomes import LINE_BROKE, Answer, Outcome
from regulars.web.messages.sealing import opened


@dataclass(frozen=True)
class Messenger:
    """What a page calls it; where the library knows it, by module and class; the one host that it may speak to."""

    name: str
    module: str
    plugin: str
    host: str = ""

    def of(self, address: str) -> Any:
        """The library's plugin for an address, or None."""
        import apprise

        plugin = getattr(importlib.import_module(f"apprise.plugins.{self.module}"), self.plugin)
        found = plugin.parse_native_url(address) if address.startswith("https:") else plugin.parse_url(address)
        if not found:
            return None
        asset = apprise.AppriseAsset(
            app_id="Regulars",
            app_desc="Regulars",
            app_url="",
            image_url_mask="",
            image_url_logo="",
            storage_mode="memory",
        )
        try:
            made = plugin(**found, asset=asset)
        except (TypeError, ValueError):
            return None
        return None if self.host and not str(made.host).endswith(self.host) else made


# By the library's names. Each is loaded when it is needed: it knows a hundred more, which nobody shall reach.
MESSENGERS = {
    "wecombot": Messenger("WeCom", "wecombot", "NotifyWeComBot"),
    "dingtalk": Messenger("DingTalk", "dingtalk", "NotifyDingTalk"),
    "feishu": Messenger("Feishu", "feishu", "NotifyFeishu"),
    "lark": Messenger("Lark", "lark", "NotifyLark"),
    "slack": Messenger("Slack", "slack", "NotifySlack"),
    "workflows": Messenger("Teams", "workflows", "NotifyWorkflows", ".logic.azure.com"),
    "discord": Messenger("Discord", "discord", "NotifyDiscord"),
    "gchat": Messenger("Google Chat", "google_chat", "NotifyGoogleChat"),
    "schan": Messenger("ServerChan", "serverchan", "NotifyServerChan"),
}
# For tests and the sample company: a messenger on this machine.
_ON_THIS_MACHINE = Messenger("JSON", "custom_json", "NotifyJSON")
# A wrong answer inside a good one: which figures mean "too fast", of WeCom, DingTalk and Feishu.
_TOO_FAST = frozenset({45009, 130101, 410100, 11232, 9499, 99991400})
_FINE = frozenset({0, 200})
_ASKED = frozenset({"key", "access_token", "api-version", "sp", "sv", "sig", "token"})
_FROM_THE_PAGE: tuple[tuple[str, str], ...] = (
    (r"https://oapi\.dingtalk\.com/robot/send/?\?access_token=([\w-]+)", r"dingtalk://\1"),
    (r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?", r"feishu://\1"),
    (r"https://open\.larksuite\.com/open-apis/bot/v2/hook/([\w-]+)/?", r"lark://\1"),
)
# A session of the library is made inside its plugins: the one way to see its requests is to stand in their way, one
# message at a time.
_ONE_AT_A_TIME = threading.Lock()


def plugin_of(address: str) -> tuple[Any, str]:
    """The library's plugin for an address as the messenger shows it, and what to call it. Raises ``OutboxError``."""
    address = address.strip()
    for pattern, scheme in _FROM_THE_PAGE:
        if found := re.fullmatch(pattern, address):
            address = found.expand(scheme)
    wrong = OutboxError(
        message(
            "This is no address of a messenger that is known here. Paste the one that the messenger shows for its "
            "robot or webhook: of {names}.",
            names=", ".join(one.name for one in MESSENGERS.values()),
        )
    )
    try:
        asked = parse_qs(urlsplit(address).query, keep_blank_values=True)
    except ValueError as error:
        raise wrong from error
    if any(sign.isspace() or not sign.isprintable() for sign in address) or set(asked) - _ASKED:
        raise wrong
    scheme = address.partition("://")[0].lower()
    for one in _asked(scheme):
        if (plugin := one.of(address)) is not None:
            return plugin, one.name if one is not _ON_THIS_MACHINE else str(plugin.host)
    raise wrong


def _asked(scheme: str) -> Iterable[Messenger]:
    if scheme == "json" and settings.REGULARS_ALLOW_PRIVATE_GATEWAYS:
        return [_ON_THIS_MACHINE]
    if scheme == "https":
        return MESSENGERS.values()
    return [MESSENGERS[scheme]] if scheme in MESSENGERS else []


class MessengerLine:
    """One team."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._plugin: Any = None

    def prepare(self, outgoing: Outgoing) -> tuple[str, str]:
        """Subject and words."""
        return outgoing.subject, outgoing.text

    def hand_over(self, prepared: tuple[str, str]) -> Outcome:
        """Say it to the team, in one request."""
        from apprise import NotifyFormat

        try:
            if self._plugin is None:
                self._plugin = plugin_of(opened(self._gateway.secret))[0]
        except OutboxError as error:
            return Outcome(Answer.CLOSED, error.message)
        words = cut("\n\n".join(part for part in prepared if part), self._plugin.body_maxlen)
        with watched(self._gateway.host) as outcomes:
            taken = self._plugin.notify(body=words, body_format=NotifyFormat.TEXT)
        if outcomes:
            return worst(outcomes)
        why = message("Nothing could be sent to {host}. Remove the gateway and add it again.", host=self._gateway.host)
        return Outcome(Answer.TAKEN) if taken else Outcome(Answer.CLOSED, why)

    def close(self) -> None:
        """Nothing stays open."""


def cut(words: str, most: int) -> str:
    r"""So many bytes at most, for WeCom's 2,048 are bytes; a link in the last line stays whole.

    >>> cut("好" * 30 + "\nhttps://x.example/1", 60)
    '好好好好好好好好好好好好…\nhttps://x.example/1'
    """
    if len(words.encode()) <= most:
        return words
    head, _, last = words.rpartition("\n")
    tail = f"…\n{last}" if last.startswith("https://") and len(last) < most // 2 else "…"
    room = most - len(tail.encode())
    return (head if len(tail) > 1 else words).encode()[:room].decode("utf-8", "ignore").rstrip() + tail


@contextmanager
def watched(host: str) -> Iterator[list[Outcome]]:
    """What became of each request that the library makes here."""
    import requests

    outcomes: list[Outcome] = []
    own, usual = threading.get_ident(), requests.Session.send

    def send(session: Any, request: Any, **options: Any) -> Any:
        if threading.get_ident() != own:
            return usual(session, request, **options)
        return _one(lambda **more: usual(session, request, **{**options, **more}), request.url, host, outcomes)

    with _ONE_AT_A_TIME:
        requests.Session.send = send
        try:
            yield outcomes
        finally:
            requests.Session.send = usual


def _one(send: Callable[..., Any], address: str, host: str, outcomes: list[Outcome]) -> Any:
    import requests

    try:
        checked(address)
    except OutboxError as error:
        outcomes.append(Outcome(Answer.CLOSED, error.message))
        raise requests.ConnectionError from error
    except OSError as error:
        outcomes.append(Outcome(Answer.CLOSED, no_line(host, error)))
        raise requests.ConnectionError from error
    try:
        answer = send(verify=True, allow_redirects=False, timeout=(PATIENCE, PATIENCE))
    except requests.RequestException as error:
        outcomes.append(_broken(host, error))
        raise
    outcomes.append(_meant(host, answer))
    return answer


def _broken(host: str, error: Exception) -> Outcome:
    import requests
    from urllib3.exceptions import NewConnectionError

    cause = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or isinstance(
        cause, NewConnectionError
    ):
        return Outcome(
            Answer.CLOSED, no_line(host, TimeoutError() if isinstance(error, requests.Timeout) else OSError())
        )
    return Outcome(Answer.UNSURE, LINE_BROKE)


def _meant(host: str, answer: Any) -> Outcome:
    words = " ".join(answer.text[:2_000].split())
    found = meaning(host, answer.status_code, words[:200])
    if found.answer is not Answer.TAKEN:
        return found
    try:
        said = answer.json()
    except ValueError:
        return found
    if not isinstance(said, dict):
        return found
    codes = {said[key] for key in ("errcode", "code", "StatusCode") if type(said.get(key)) is int}
    if said.get("ok") is not False and codes <= _FINE:
        return found
    why = message("{host} answered: {said}", host=host, said=words[:200])
    # Perhaps because of these words, perhaps the robot was taken away: tried again, ever later, and given up at last.
    return Outcome(Answer.LATER if codes & _TOO_FAST else Answer.HUNG_UP, why)


def worst(outcomes: list[Outcome]) -> Outcome:
    """Of several requests for one message: what was taken before the last one failed was perhaps seen."""
    last = outcomes[-1]
    if last.answer is not Answer.TAKEN and any(one.answer is Answer.TAKEN for one in outcomes):
        return Outcome(Answer.UNSURE, last.why)
    return last
