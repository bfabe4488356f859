"""What people itself and the facts know: purchases, answers, scores, talks, consents, relations."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from regulars.insights.customer.happened import Part, Placed, Span, answered, bought, midnight, scored
from regulars.language import Day, Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.people.models import Customer, Relation, Way
from regulars.web.people.models.customer import known_at
from regulars.web.people.notes import LedgerLine
from regulars.web.people.panels import address_of
from regulars.web.people.timeline.sources import Happened, Reader, source, table
from regulars.web.research.models import Response
from regulars.web.words import current, say

# The mark of an entry: shape and colour say the same.
MARKS = {"dissatisfied": "low", "satisfied": "high", "between": "mid"}
PURPOSE = "timeline of a customer"


def purchases(reader: Reader, span: Span) -> list[Happened]:
    """What was bought and brought back."""
    part = bought(facts(), reader.customer.key, span, scope=reader.scope.insight(purpose=PURPOSE))
    return _from_facts("purchases", part, reader)


def answers(reader: Reader, span: Span) -> list[Happened]:
    """What was answered, where names may stand; the words unless somebody hid them."""
    scope = reader.within(Permission.SEE_RESPONSES)
    part = answered(facts(), reader.customer.key, span, scope=scope.insight(purpose=PURPOSE))
    ids = [one.entry.response for one in part.entries if one.entry.response]
    rows = Response.objects.filter(public_id__in=ids).order_by() if ids else Response.objects.none()
    hidden = set(rows.exclude(hidden_at=None).values_list("public_id", flat=True))  # wherever it was said
    within = set(rows.within(scope).values_list("public_id", flat=True))
    return _from_facts("answers", part, reader, within, hidden)


def counted(key: str, fetch: Callable[[Reader, Span], Sequence[Happened]]) -> Callable[[Reader, Span], int]:
    """The number that came with the entries; where none were asked for, that of a look at one."""

    def count(reader: Reader, span: Span) -> int:
        if key not in reader.memo:
            fetch(reader, Span(limit=1, since=span.since, until=span.until))
        return reader.memo[key]

    return count


def scores(reader: Reader, span: Span) -> list[Happened]:
    """The days on which somebody came into another group: few, so they are all read."""
    days = [one for one in _scored(reader) if _inside(one[0], span)]
    days.sort(key=lambda one: one[0], reverse=not span.later)
    found = [
        Happened(midnight(day), day.toordinal(), Day(day), what, url=reverse("people:customer", args=[_id(reader)]))
        for day, what in days
    ]
    return [one for one in found if _beyond(one, span)][: span.limit]


def _from_facts(
    key: str, part: Part, reader: Reader, within: Set[str] = frozenset(), hidden: Set[str] = frozenset()
) -> list[Happened]:
    reader.memo[key] = part.total
    names = _units(reader)
    return [_happened(one, names, within, hidden) for one in part.entries]


def _happened(one: Placed, units: dict[str, str], within: Set[str], hidden: Set[str]) -> Happened:
    entry = one.entry
    mark = MARKS.get(entry.mood.value, "") if entry.mood else "back" if entry.kind == "return" else ""
    return Happened(
        moment=one.moment,
        ref=one.ref,
        at=entry.at or Day(entry.day or one.moment.date()),
        what=entry.what,
        where=" · ".join(filter(None, (units.get(entry.unit, entry.unit) if entry.unit else "", entry.channel))),
        details=say(message(", ")).join(entry.details),
        said=() if entry.response in hidden else tuple((say(item), words) for item, words in entry.said),
        mark=mark,
        url=reverse("inbox:response", args=[entry.response]) if entry.response in within else "",
    )


def _units(reader: Reader) -> dict[str, str]:
    if "units" not in reader.memo:
        tag, codes = current().tag, Unit.objects.values_list("code", "name")
        reader.memo["units"] = {code: (name.in_language(tag) if name else "") or code for code, name in codes}
    return reader.memo["units"]


def _scored(reader: Reader) -> list[tuple[date, Message]]:
    if "scored" not in reader.memo:
        reader.memo["scored"] = scored(facts(), reader.customer.key)
    return reader.memo["scored"]


def _inside(day: date, span: Span) -> bool:
    return (span.since is None or day >= span.since) and (span.until is None or day <= span.until)


def _beyond(one: Happened, span: Span) -> bool:
    if span.moment is None:
        return True
    if one.moment == span.moment:
        beyond = span.ref is not None and (one.ref > span.ref if span.later else one.ref < span.ref)
        return span.equal or beyond
    return one.moment > span.moment if span.later else one.moment < span.moment


def _id(reader: Reader) -> str:
    return reader.customer.public_id


# --- what staff noted ---


def _talk(row: Any, reader: Reader) -> dict[str, Any]:
    way = Way(row.way).said if row.way else message("in person")
    by = row.by.shown_name if row.by else ""
    return {
        "what": message("Talk: {way}", way=way),
        "where": by,
        "details": row.words,
        "url": address_of(reader.customer, "contact"),
    }


def _consent(row: Any, reader: Reader) -> dict[str, Any]:
    line = LedgerLine(row)
    what = message("Consent: {what}", what=line.what)
    return {
        "what": what,
        "where": say(line.source),
        "details": row.words,
        "url": address_of(reader.customer, "consent"),
    }


def _belongs(row: Relation, reader: Reader) -> dict[str, Any]:
    return {"what": message("Belongs to {other}", other=_other(row, reader).shown_name), **_related(row, reader)}


def _left(row: Relation, reader: Reader) -> dict[str, Any]:
    return {"what": message("No longer belongs to {other}", other=_other(row, reader).shown_name)} | _related(
        row, reader
    )


def _related(row: Relation, reader: Reader) -> dict[str, Any]:
    return {"details": row.role, "url": reverse("people:customer", args=[_other(row, reader).public_id])}


def _other(row: Relation, reader: Reader) -> Customer:
    return row.organisation if row.person_id == reader.customer.pk else row.person


def _relations(reader: Reader) -> QuerySet[Any]:
    """With those whom the reader may see."""
    me, scope = reader.customer, reader.scope
    side, other = ("organisation", "person") if me.kind == "organisation" else ("person", "organisation")
    rows = Relation.objects.filter(**{side: me}).select_related("person", "organisation")
    return rows if scope.unit_ids is None else rows.filter(_seen(scope, other))


def _seen(scope: UnitScope, other: str) -> Any:
    return known_at(scope.unit_ids, f"{other}_id")


source("purchases", message("Purchases and returns"), purchases, counted("purchases", purchases), ref=str)
source(
    "answers",
    message("Answers given"),
    answers,
    counted("answers", answers),
    ref=str,
    needs=Permission.SEE_RESPONSES,
)
source(
    "scores",
    message("Scores"),
    scores,
    lambda reader, span: sum(_inside(day, span) for day, _ in _scored(reader)),
)
table("talks", message("Talks"), lambda reader: reader.customer.contacts.select_related("by"), "day", _talk)
table("consents", message("Consents"), lambda reader: reader.customer.consents.all(), "at", _consent)
table(
    "relations", message("Relations"), lambda reader: _relations(reader).filter(since__isnull=False), "since", _belongs
)
table(
    "relations",
    message("Relations"),
    lambda reader: _relations(reader).filter(until__isnull=False),
    "until",
    _left,
    key="relations-over",
)
