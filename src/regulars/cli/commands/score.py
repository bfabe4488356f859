"""``regulars score``: every customer's value, range and segment, kept as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.imported import document_of
from regulars.cli.commands.operational import list_customers, rules_of
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings
from regulars.language import NO_CURRENCY, Count, Day, Estimate, Kind, Message, message

if TYPE_CHECKING:
    from regulars.insights.scoring.keeping import Kept

HELP = message(
    "Score every customer: recency, frequency and value, what is to be expected of each and within which range, and "
    "who is still a customer.\n\n"
    "The scores are kept in the facts under their day: the same day again replaces its scores, another day adds its "
    "own. Where nothing has changed since, nothing is computed."
)


def score(
    ctx: typer.Context,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=message("Last day to count; else the last day in the data.").template),
    ] = None,
    anew: Annotated[
        bool,
        typer.Option("--anew", help=message("Compute also where nothing has changed since the last time.").template),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Score, store, and say what was stored."""
    from regulars.insights.scope import Scope
    from regulars.insights.scoring.keeping import score_and_keep

    settings: Settings = ctx.obj
    facts = facts_for_reading(settings)
    with progress_bar(settings) as progress:
        scoring = score_and_keep(
            facts,
            scope=Scope.whole(purpose="command line"),
            until=until,
            progress=progress,
            waiting=settings.say,
            anew=anew,
            **rules_of(settings),
        )
    if until is None:
        list_customers(settings)
    if json:
        print_json(document_of(summary(scoring), settings))
    else:
        _print(settings, scoring)
    for note in scoring.notes:
        settings.say(note)


def summary(scoring: Kept) -> dict[str, Any]:
    """What was found, in plain figures."""
    import pyarrow.compute as pc

    rows = scoring.rows

    def total(name: str) -> float | None:
        return float(pc.sum(rows[name]).as_py() or 0) if name in rows.column_names else None

    told = len(rows) - rows["alive"].null_count if "alive" in rows.column_names else 0
    segments = pc.value_counts(rows["segment"].drop_null()).to_pylist() if "segment" in rows.column_names else []
    return {
        "as_of": scoring.as_of,
        "customers": len(rows),
        "models": {
            "buying": scoring.models.get("buying"),
            "spending": scoring.models.get("spending"),
        },
        "segments": {one["values"]: one["counts"] for one in segments},
        "value": total("value") if scoring.models.get("buying") and scoring.models.get("spending") else None,
        "currency": rows["currency"][0].as_py() if len(rows) else None,
        "alive": {"told": told, "not_told": len(rows) - told, "expected": total("alive") if told else 0},
        "unchanged": scoring.unchanged,
        "conclusion": scoring.conclusion,
        "notes": list(scoring.notes),
    }


def _print(settings: Settings, scoring: Kept) -> None:
    from regulars.methods.value.rfm import TITLES

    settings.say(scoring.conclusion)
    if scoring.as_of is None:
        return
    found = summary(scoring)
    pairs: list[tuple[Message, Any]] = [
        (message("As of"), Day(scoring.as_of)),
        (message("Customers"), Count(found["customers"])),
    ]
    if found["value"] is not None:
        value = Estimate(found["value"], kind=Kind.MONEY, currency=found["currency"] or NO_CURRENCY)
        pairs.append((message("Expected value of all, within a year"), value))
    if found["alive"]["told"]:
        pairs += [
            (message("Customers of whom it can be told whether they still are"), Count(found["alive"]["told"])),
            (message("Of these still customers, as expected"), Count(round(found["alive"]["expected"]))),
        ]
    print_pairs(settings, pairs)
    rows = [[title, Count(found["segments"].get(kind.value, 0))] for kind, title in TITLES.items()]
    print_table(settings, [message("Segment"), message("Customers")], rows, right=(1,))
