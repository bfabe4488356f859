"""The steps as a page shows them: how it stands, what was settled, what is different since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.insights.report import Report, Section
from regulars.insights.written import from_json
from regulars.language import Message, message
from regulars.web.words import say
from regulars.web.worth.steps.models import Kept

# Where to look and to change what a step says.
LINKS: dict[str, tuple[tuple[str, tuple[str, ...], Message], ...]] = {
    "data": (("imports:history", (), message("Imports")),),
    "terms": (("company:grades", (), message("Tiers and stages")),),
    "profit": (
        ("worth:page", ("value",), message("Value of customers")),
        ("worth:page", ("what-if",), message("What if")),
    ),
    "groups": (
        ("worth:page", ("value",), message("Value of customers")),
        ("segments:segments", (), message("Segments")),
    ),
    "strategy": (
        ("offers:offers", (), message("Suggestions")),
        ("keep:list", (), message("Keep list")),
        ("trials:trials", (), message("Trials")),
    ),
}


@dataclass(frozen=True)
class Change:
    """One cell that is different: what it is of, before and now."""

    name: str
    before: str
    now: str


@dataclass(frozen=True)
class Step:
    """``kept``: what holds; ``former``: what was settled before; ``changes`` since what holds."""

    key: str
    title: str
    sentence: str
    heads: list[tuple[str, bool]]
    rows: list[tuple[str, list[tuple[str, str, bool]]]]
    links: list[tuple[str, tuple[str, ...], Message]]
    kept: Kept | None
    former: list[Kept]
    changes: list[Change]


def steps(report: Report) -> list[Step]:
    """All of them."""
    every: dict[str, list[Kept]] = {}
    for one in Kept.objects.select_related("by"):
        every.setdefault(one.step, []).append(one)
    return [_step(one, every.get(one.key, [])) for one in report.sections]


def _step(section: Section, every: list[Kept]) -> Step:
    kept = next((one for one in every if one.undone is None), None)
    table = section.table
    columns = table.columns if table else ()
    return Step(
        key=section.key,
        title=say(section.title),
        sentence=say(section.sentence) if section.sentence else "",
        heads=[(say(one.title), one.numeric) for one in columns],
        rows=[
            (
                say(row.name),
                [(say(cell), say(head.title), head.numeric) for cell, head in zip(row.cells, columns[1:], strict=True)],
            )
            for row in (table.rows if table else ())
        ],
        links=list(LINKS[section.key]),
        kept=kept,
        former=[one for one in every if one.undone is not None][:10],
        changes=_changes(kept, section) if kept else [],
    )


def _changes(kept: Kept, now: Section) -> list[Change]:
    """By what a reader sees: a difference behind the last digit shown is none."""
    try:
        before = _cells(from_json(kept.snapshot.encode()).sections[0])
    except (ValueError, IndexError):
        return [Change(say(message("The figures as they were then")), say(message("cannot be read any more")), "")]
    current = _cells(now)
    if not current:
        return []
    names = {**before, **current}
    none = say(message("none"))
    return [
        Change(name, before.get(name, none), current.get(name, none))
        for name in names
        if before.get(name) != current.get(name)
    ]


def _cells(section: Section) -> dict[str, str]:
    if section.table is None:
        return {}
    several = len(section.table.columns) > 2
    found: dict[str, Any] = {}
    for row in section.table.rows:
        for cell, column in zip(row.cells, section.table.columns[1:], strict=True):
            name = f"{say(row.name)} · {say(column.title)}" if several else say(row.name)
            found[name] = say(cell)
    return found
