"""``regulars score``: every customer's value, range and segment, kept as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.imported import document_of
from regulars.cli.commands.operational import list_customers
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import NO_CURRENCY, Count, Day, Estimate, Kind, Message, message

if TYPE_CHECKING:
    from regulars.insights.scoring import Scoring

HELP = message(
    "Score every customer: recency, frequency and value, what is to be expected of each and within which range, and "
    "who is still a customer.\n\n"
    "The scores are kept in the facts under their day: the same day again replaces its scores, another day adds its "
    "own."
)


def score(
    ctx: typer.Context,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=message("Last day to count; else the last day in the data.").template),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Score, store, and say what was stored."""
    from regulars.insights.scope import Scope
    from regulars.insights.scoring import score_customers

    settings: Settings = ctx.obj
    facts = facts_for_reading(settings)
    scoring = score_customers(facts, scope=Scope.whole(purpose="command line"), until=until)
    if len(scoring.rows):
        facts.write_scores(scoring.rows, latest=until is None)
    if until is None:
        list_customers(settings)
    if json:
        print_json(document_of(summary(scoring), settings))
    else:
        _print(settings, scoring)
    for note in scoring.notes:
        settings.say(note)


def summary(scoring: Scoring) -> dict[str, Any]:
    """What was found, in plain figures."""
    found, rows = scoring.scores, scoring.rows
    told = [chance for chance in rows["alive"].to_pylist() if chance is not None] if found and found.model else []
    return {
        "as_of": scoring.as_of,
        "customers": len(rows),
        "models": {
            "buying": _model(found.model if found else None, "r", "alpha", "a", "b"),
            "spending": _model(found.spending if found else None, "p", "q", "gamma"),
        },
        "segments": dict(found.segments.segments) if found else {},
        "value": float(found.value.value.sum()) if found and found.value else None,
        "currency": rows["currency"][0].as_py() if len(rows) else None,
        "alive": {"told": len(told), "not_told": len(rows) - len(told), "expected": sum(told)},
        "conclusion": scoring.conclusion,
        "notes": list(scoring.notes),
    }


def _model(model: Any, *parameters: str) -> dict[str, Any] | None:
    if model is None:
        return None
    return {
        "model": type(model).__name__,
        "parameters": {name: getattr(model, name) for name in parameters},
        "log_likelihood": model.log_likelihood,
    }


def _print(settings: Settings, scoring: Scoring) -> None:
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
