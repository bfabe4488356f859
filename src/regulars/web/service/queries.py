"""What the pages of service show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as Counting
from django.db.models import Max, Q
from django.utils import timezone

from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.insights.visits import Visit as PlainVisit
from regulars.insights.visits import visits as report_of
from regulars.language import Message, Text, message, plural
from regulars.survey import Item
from regulars.survey import Questionnaire as Definition
from regulars.web.accounts.access import UnitScope
from regulars.web.company.models import Unit
from regulars.web.research.models import Questionnaire, Version
from regulars.web.service.models import Finding, Visit

SORTS = ("due", "unit", "item", "owner")


@dataclass(frozen=True)
class Line:
    """A checklist with its latest version, and the visits and open findings of a scope."""

    one: Questionnaire
    version: Version | None
    subject: str
    visits: int
    last: date | None
    findings: int


@dataclass(frozen=True)
class Work:
    """A finding as a list shows it."""

    one: Finding
    label: Text
    standard: Text | None
    overdue: bool
    again: int  # later visits that saw the same
    last: date


def checklists(scope: UnitScope) -> list[Line]:
    """The company's checklists."""
    own = [one for one in Questionnaire.objects.prefetch_related("versions") if one.draft.get("subject")]
    visits = Visit.objects.within(scope).standing().order_by()
    counted = {
        row["questionnaire"]: row for row in visits.values("questionnaire").annotate(n=Counting("pk"), last=Max("day"))
    }
    findings = dict(
        Finding.objects.within(scope)
        .standing()
        .open()
        .order_by()
        .values_list("visit__questionnaire")
        .annotate(n=Counting("pk"))
    )
    return [
        Line(
            one,
            next(iter(one.versions.all()), None),
            one.draft["subject"],
            counted.get(one.pk, {}).get("n", 0),
            counted.get(one.pk, {}).get("last"),
            findings.get(one.pk, 0),
        )
        for one in own
    ]


def report(
    checklist: Questionnaire, definition: Definition, scope: UnitScope, wanted: Mapping[str, Any], *, named: bool
) -> Report:
    """The report of a checklist; ``named``: whether people who were observed are named."""
    rows = narrowed(Visit.objects.within(scope).standing().filter(questionnaire=checklist), wanted)
    rows = rows.select_related("unit", "team__unit", "person")
    found = list(rows)
    about_teams = definition.subject == "team"
    names = {site_of(one, teams=about_teams): _name(one, teams=about_teams) for one in found}
    people = {one.person.public_id: Text.of(one.person.shown_name) for one in found if one.person}
    own = Scope(scope.codes, "page of standards")
    return report_of(
        definition,
        [
            PlainVisit(
                one.public_id,
                site_of(one, teams=about_teams),
                one.day,
                {key: value for key, value in one.answers.items() if value is None or isinstance(value, int)},
                one.person.public_id if one.person else None,
            )
            for one in found
        ],
        scope=own,
        names=names,
        people=people if named and "person" not in wanted else {},
        one_site=len(names) < 2,
    )


def narrowed(rows: Any, wanted: Mapping[str, Any]) -> Any:
    """The visits that a filter asks for; a unit holds those below it."""
    if unit := wanted.get("unit"):
        rows = rows.filter(unit__in=Unit.objects.below([unit.pk]))
    for name in ("team", "person"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("since"):
        rows = rows.filter(day__gte=wanted["since"])
    return rows.filter(day__lte=wanted["until"]) if wanted.get("until") else rows


def site_of(visit: Visit, *, teams: bool) -> str:
    """What a visit is compared by."""
    return visit.team.public_id if teams and visit.team else visit.unit.code


def _name(visit: Visit, *, teams: bool) -> Text:
    return Text.of(visit.about) if teams and visit.team else (visit.unit.name or Text.of(visit.unit.code))


def findings(rows: Any, wanted: Mapping[str, str], user: Any, sort: str) -> list[Work]:
    """Findings as somebody wants to see them."""
    rows = rows.select_related("visit__unit", "visit__team", "visit__questionnaire", "owner", "visit__person")
    rows = rows.exclude(done_at=None) if wanted.get("state") == "done" else rows.open()
    if wanted.get("whose") == "mine":
        rows = rows.filter(owner=user)
    orders = {
        "due": lambda one: (one.one.due is None, one.one.due or date.max, one.one.pk),
        "unit": lambda one: one.one.visit.about.casefold(),
        "item": lambda one: one.label.in_language("en").casefold(),
        "owner": lambda one: (one.one.owner is None, one.one.owner.shown_name.casefold() if one.one.owner else ""),
    }
    found = works(rows)
    return sorted(found, key=orders[sort.removeprefix("-")], reverse=sort.startswith("-"))


def works(rows: Iterable[Finding]) -> list[Work]:
    """Findings with the words of their item, as the version of the visit asked it."""
    rows = list(rows)
    items: dict[tuple[int, int], dict[str, Item]] = {}
    wanted = {(one.visit.questionnaire_id, one.visit.version) for one in rows}
    for version in Version.objects.filter(questionnaire__in={one for one, _ in wanted}):
        if (version.questionnaire_id, version.number) in wanted:
            own = {item.key: item for item in version.definition.items}
            items[version.questionnaire_id, version.number] = own
    today = timezone.localdate()
    later: dict[int, list[date]] = defaultdict(list)
    seen = Finding.again.through.objects.filter(finding__in=[one.pk for one in rows], visit__taken_back_at=None)
    for finding, day in seen.values_list("finding_id", "visit__day"):
        later[finding].append(day)
    found = []
    for one in rows:
        item = items.get((one.visit.questionnaire_id, one.visit.version), {}).get(one.item)
        label = item.label if item else Text.of(one.item)
        days = later[one.pk]
        standard = item.standard if item else None
        found.append(Work(one, label, standard, one.overdue(today), len(days), max([one.visit.day, *days])))
    return found


def headline(open_: int, overdue: int) -> Message:
    """The sentence above the findings."""
    if not open_:
        return message("Nothing is open.")
    if overdue:
        return plural(
            "{count} finding is open; {overdue} should be settled by now.",
            "{count} findings are open; {overdue} should be settled by now.",
            open_,
            overdue=overdue,
        )
    return plural("{count} finding is open.", "{count} findings are open.", open_)


def overdue(rows: Any) -> int:
    """How many should be settled by now."""
    return rows.open().filter(Q(due__lt=timezone.localdate())).count()
