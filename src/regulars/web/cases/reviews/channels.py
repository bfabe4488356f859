"""Each way by which feedback comes: how much, how much of it in words, how soon it is answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from regulars.language import Estimate, Message, Missing, message, plural
from regulars.survey.definition import ItemKind
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.cases.mail import answered
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.reviews.models import Review
from regulars.web.cases.reviews.queries import share
from regulars.web.cases.shown import length
from regulars.web.research.inbox.shown import definitions
from regulars.web.research.models import Response
from regulars.web.research.models.link import Channel as Way
from regulars.web.service.models import Visit

DAYS = 90
SAMPLED = 300  # answers of each channel that are looked through for words, the latest
LEAST = 10
SEE = Permission.SEE_CASES
_NOBODYS = "survey:None"  # of cases whose answer is gone
_RESPONSES = (Permission.SEE_RESPONSES, "inbox:responses")
# Channel of cases -> what it is called here, and where it leads.
_BY_CASE: dict[str, tuple[Message, Permission, str]] = {
    Channel.FORM: (message("help form"), Permission.MANAGE_CASES, "intake:places"),
    Channel.MAIL: (message("e-mail"), Permission.WORK_CASES, "casemail:mails"),
    Channel.PHONE: (message("telephone"), Permission.WORK_CASES, "cases:new"),
    Channel.COUNTER: (message("in person"), Permission.WORK_CASES, "cases:new"),
    Channel.API: (message("another system"), Permission.SEE_CUSTOMERS, "api:tokens"),
}


@dataclass(frozen=True)
class Line:
    """One channel. ``words``: the share of what came by it that says something in words; ``of``: how many of it were
    looked through. ``n``: first answers of its cases, of which ``time`` is the middle business time.
    """

    name: Message
    volume: int
    words: Estimate | Missing
    of: int
    cases: int
    n: int
    time: Message
    url: str

    @property
    def few(self) -> bool:
        """Whether the share is too uncertain: then it says itself of how many."""
        return isinstance(self.words, Missing)

    @property
    def timed(self) -> bool:
        """Whether there are answers enough for a time."""
        return self.n >= LEAST


def lines(user: Any, now: datetime) -> list[Line]:
    """Those by which something came first, the most first."""
    since = now - timedelta(days=DAYS)
    cases = Case.objects.visible_to(user, SEE).filter(opened__gte=since)
    times, opened = first_answers(cases), _opened(cases)
    made = [*_surveys(user, since, times, opened), *_by_case(user, cases, times, opened)]
    made += [_reviews(user, since, times, opened), _visits(user, since, times, opened)]
    return sorted(made, key=lambda one: -one.volume)


Times = Mapping[str, list[timedelta]]


def first_answers(cases: Any) -> Times:
    """Business time from opening to the first answer without rests, by the channel of the case; of the latest."""
    waits, times = answered.first_answers(cases), defaultdict[str, list[timedelta]](list)
    rows = Case.objects.filter(pk__in=waits).values_list("pk", "channel", "response__channel")
    for pk, channel, way in rows.order_by():
        times[_key(channel, way)].append(waits[pk])
    return times


def _opened(cases: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    rows = cases.order_by().values_list("channel", "response__channel")
    for channel, way, n in rows.annotate(n=Count("pk")):
        found[_key(channel, way)] += n
    return found


def _key(channel: str, way: str | None) -> str:
    """A case of a survey belongs to the way by which the answer came."""
    return f"survey:{way}" if channel == Channel.SURVEY else channel


def _surveys(user: Any, since: datetime, times: Times, opened: Mapping[str, int]) -> Iterable[Line]:
    rows = Response.objects.visible_to(user, SEE).counted().filter(at__gte=since)
    counts = dict(rows.order_by().values_list("channel").annotate(Count("pk")))
    for way in Way:
        latest = rows.filter(channel=way).shown().select_related("study").order_by("-at")[:SAMPLED]
        sample = list(latest) if counts.get(way.value) else []
        yield _line(
            _survey_name(way), counts.get(way.value, 0), _worded(sample), len(sample), f"survey:{way.value}", times,
            opened, _link(user, *_RESPONSES, f"?channel={way.value}"),
        )  # fmt: skip
    if opened.get(_NOBODYS):
        yield _line(message("survey, answer not kept"), 0, 0, 0, _NOBODYS, times, opened, "")


def _survey_name(way: Way) -> Message:
    if way in (Way.FEEDBACK, Way.KIOSK):
        return way.said
    return message("survey, {way}", way=way.said)


def _worded(sample: list[Response]) -> int:
    known = definitions(sample)
    texts = {key: [item.key for item in one.items if item.kind is ItemKind.TEXT] for key, one in known.items()}
    return sum(
        any(
            isinstance(said := one.answers.get(item), str) and said.strip()
            for item in texts.get((one.study.questionnaire_id, one.version), ())
        )
        for one in sample
    )


def _by_case(user: Any, cases: Any, times: Times, opened: Mapping[str, int]) -> Iterable[Line]:
    worded = dict(cases.exclude(words="").order_by().values_list("channel").annotate(Count("pk")))
    for channel, (name, permission, url) in _BY_CASE.items():
        n = opened.get(channel, 0)
        yield _line(name, n, worded.get(channel, 0), n, channel, times, opened, _link(user, permission, url))


def _reviews(user: Any, since: datetime, times: Times, opened: Mapping[str, int]) -> Line:
    rows = Review.objects.visible_to(user, SEE).filter(at__gte=since)
    found = rows.aggregate(n=Count("pk"), worded=Count("pk", filter=~Q(words="")))
    return _line(
        message("public reviews"), found["n"], found["worded"], found["n"], Channel.REVIEW, times, opened,
        _link(user, SEE, "reviews:reviews"),
    )  # fmt: skip


def _visits(user: Any, since: datetime, times: Times, opened: Mapping[str, int]) -> Line:
    rows = Visit.objects.visible_to(user, SEE).standing().filter(day__gte=since.date())
    found = rows.aggregate(n=Count("pk", distinct=True), worded=Count("pk", distinct=True, filter=_NOTED))
    return _line(
        message("visits with a checklist"), found["n"], found["worded"], found["n"], Channel.VISIT, times, opened,
        _link(user, Permission.VISIT, "service:findings"),
    )  # fmt: skip


_NOTED = Q(findings__isnull=False) & ~Q(findings__note="")


def _line(
    name: Message, volume: int, worded: int, of: int, key: str, times: Times, opened: Mapping[str, int], url: str
) -> Line:
    taken = times.get(key, [])
    few = plural("too few: {count}", "too few: {count}", len(taken))
    time = length(median(taken)) if len(taken) >= LEAST else few
    return Line(name, volume, share(worded, of), of, opened.get(key, 0), len(taken), time, url)


def _link(user: Any, permission: Permission, name: str, more: str = "") -> str:
    return reverse(name) + more if may(user, permission) else ""
