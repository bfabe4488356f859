"""The two commands that start from purchase lines: ``rfm`` and ``clv``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.calculations import options
from regulars.cli.calculations.command import CHART, FILE, JSON, draw
from regulars.cli.errors import WrongUsageError
from regulars.cli.exits import Exit
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import Count, Day, Estimate, Message, message

if TYPE_CHECKING:
    from regulars.cli.calculations.lines import PurchaseFile

CUSTOMER = Annotated[
    str, typer.Option("--customer", metavar="NAME", help=message("Column with the customer id.").template)
]
DATE = Annotated[str, typer.Option("--date", metavar="NAME", help=message("Column with the date or time.").template)]
AMOUNT = Annotated[str, typer.Option("--amount", metavar="NAME", help=message("Column with the amount.").template)]
UNTIL = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="DATE",
        help=message("Last day that counts, such as 2026-11-22; else the last one in the file.").template,
    ),
]
MODELS = {
    "bg-nbd": "BetaGeoNBD",
    "mbg-nbd": "ModifiedBetaGeoNBD",
    "pareto-nbd": "ParetoNBD",
    "bg-bb": "BetaGeoBetaBinomial",
}
OCCASIONS = "bg-bb"
CONTRACTS = ("shifted-beta-geometric", "sbg", "beta-discrete-weibull", "bdw")
PERIODS = ("day", "week", "month", "year")
SHOWN_CUSTOMERS = 20


def clv(
    ctx: typer.Context,
    file: FILE,
    *,
    customer: CUSTOMER,
    date: DATE,
    amount: AMOUNT,
    period: Annotated[
        str,
        typer.Option(
            "--period",
            metavar="|".join(PERIODS),
            show_default="week",
            help=message("Step of time that the parameters are given in.").template,
        ),
    ] = "week",
    until: UNTIL = None,
    model: Annotated[
        str,
        typer.Option(
            "--model", metavar="|".join(MODELS), show_default="bg-nbd", help=message("Model of buying.").template
        ),
    ] = "bg-nbd",
    horizon: Annotated[
        str,
        typer.Option("--horizon", metavar="N", show_default="52", help=message("Periods to look ahead.").template),
    ] = "52",
    chart: CHART = None,
    json: JSON = False,
) -> int:
    """Fit a model of buying to the customers of a file."""
    settings: Settings = ctx.obj
    last = options.day("--until", until)
    _model(model)
    _choice("--period", period, PERIODS)
    periods = options.whole("--horizon", horizon, least=1)
    import regulars.methods as methods
    from regulars.cli.calculations.lines import purchase_file

    with purchase_file(settings, file, customer=customer, at=date, amount=amount) as purchases:
        last = purchases.until(last)
        history = purchases.summary(period, last)
        columns = [history[name].to_numpy() for name in ("frequency", "recency", "T")]
        remarks: tuple[Message, ...] = ()
        if model == OCCASIONS:
            taken = purchases.occasions(period, last)
            columns, remarks = [taken.frequency, taken.recency, taken.T], taken.notes
        fitted = getattr(methods, MODELS[model])().fit(*columns)
        ahead = fitted.total_expected_purchases(float(periods), *columns)
        found = {
            "model": model,
            "parameters": dict(zip(fitted.names, fitted.parameters, strict=True)),
            "intervals": {name: list(limits) for name, limits in fitted.intervals.items()},
            "log_likelihood": fitted.log_likelihood,
            "customers": fitted.n,
            "repeat_customers": int((columns[0] > 0).sum()),
            "period": period,
            "until": last.isoformat(),
            "horizon": periods,
            "expected_purchases": ahead.value,
            "expected_low": ahead.expected_low,
            "expected_high": ahead.expected_high,
            **_rows(purchases),
        }
        if json:
            from regulars.methods.result import plain

            print_json(plain(found))
        else:
            print_pairs(settings, _clv_pairs(settings, found, last))
        if fitted.too_few:
            settings.say(
                message("Too few to judge: the interval keeps what it promises from {needed} on.", needed=fitted.needed)
            )
        for note in (*fitted.notes, *remarks):
            settings.say(note)
        if chart:
            draw(settings, model.replace("-", "_"), fitted, chart)
        return _finish(settings, purchases)


def _model(name: str) -> None:
    """A model that purchase lines can tell something of."""
    if name in CONTRACTS:
        raise WrongUsageError(
            message(
                "{option}: {value} is for contracts, where leaving is seen; purchase lines do not show it. Use "
                "regulars shifted-beta-geometric or beta-discrete-weibull on a table of who renewed.",
                option="--model",
                value=name,
            )
        )
    _choice("--model", name, tuple(MODELS))


def _clv_pairs(settings: Settings, found: dict[str, Any], last: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = [
        (message("Model"), found["model"]),
        (message("Customers"), Count(found["customers"])),
        (message("Customers with a repeat purchase"), Count(found["repeat_customers"])),
        (message("Last day included"), Day(last)),
    ]
    for name, value in found["parameters"].items():
        low, high = found["intervals"].get(name, (None, None))
        pairs.append((name, settings.exact(Estimate(value, low, high), 4)))
    expected = settings.exact(
        Estimate(found["expected_purchases"], found["expected_low"], found["expected_high"]), digits=0
    )
    label = {
        "day": message("Purchases expected in the next {count} days", count=found["horizon"]),
        "week": message("Purchases expected in the next {count} weeks", count=found["horizon"]),
        "month": message("Purchases expected in the next {count} months", count=found["horizon"]),
        "year": message("Purchases expected in the next {count} years", count=found["horizon"]),
    }[found["period"]]
    if found["model"] == OCCASIONS:
        label = message("Periods with a purchase expected in the next {count}", count=found["horizon"])
    return [*pairs, (message("Log-likelihood"), found["log_likelihood"]), (label, expected)]


def rfm(
    ctx: typer.Context,
    file: FILE,
    *,
    customer: CUSTOMER,
    date: DATE,
    amount: AMOUNT,
    until: UNTIL = None,
    bins: Annotated[
        str,
        typer.Option("--bins", metavar="N", show_default="5", help=message("Number of scores.").template),
    ] = "5",
    cuts: Annotated[
        str | None,
        typer.Option(
            "--cuts",
            metavar="recency|frequency|monetary: LIMITS",
            help=message("Fixed limits of the scores, such as “recency: 30, 90; monetary: 50, 200”.").template,
        ),
    ] = None,
    chart: CHART = None,
    json: JSON = False,
) -> int:
    """Score the customers of a file by recency, frequency and value."""
    settings: Settings = ctx.obj
    last = options.day("--until", until)
    scores = options.whole("--bins", bins, least=2, most=9)
    fixed = options.named_lists("--cuts", cuts) if cuts else None
    from regulars.cli.calculations.lines import purchase_file
    from regulars.methods import rfm as score

    with purchase_file(settings, file, customer=customer, at=date, amount=amount) as purchases:
        last = purchases.until(last)
        history = purchases.summary("day", last)
        days, times = (history[name].to_numpy() for name in ("recency", "frequency"))
        measures = {
            "recency_days": history["T"].to_numpy() - days,
            "frequency": times + 1,
            "monetary": purchases.spent(history["customer"], last),
        }
        result = score(**measures, bins=scores, cuts=fixed)
        rows = _customers(purchases.ids(history["customer"]), measures, result)
        if json:
            head = {"n": result.n, "bins": scores, "until": last.isoformat(), "segments": result.segments}
            print_json({**head, **_rows(purchases), "customers": rows})
        else:
            _show_rfm(settings, result, rows)
        if chart:
            draw(settings, "rfm", result, chart)
        return _finish(settings, purchases)


def _customers(ids: list[str], measures: dict[str, Any], result: Any) -> list[dict[str, Any]]:
    """One row for each customer, the best score first."""
    columns = {
        "customer": ids,
        "recency_days": [round(days) for days in measures["recency_days"].tolist()],
        "frequency": [int(times) for times in measures["frequency"].tolist()],
        "monetary": [round(amount, 4) for amount in measures["monetary"].tolist()],
        "score": result.score.tolist(),
        "segment": result.segment.tolist(),
    }
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return sorted(rows, key=lambda row: (-row["score"], row["customer"]))


def _show_rfm(settings: Settings, result: Any, rows: list[dict[str, Any]]) -> None:
    from regulars.methods.value.rfm import TITLES

    titles = {kind.value: words for kind, words in TITLES.items()}
    print_table(
        settings,
        (message("Segment"), message("Customers")),
        [(titles[name], Count(people)) for name, people in result.segments.items()],
        right=(1,),
    )
    heads = (message("Customer"), message("Days since"), message("Purchases"), message("Amount"), message("Score"))
    shown = rows[:SHOWN_CUSTOMERS]
    cells = [
        (row["customer"], Count(row["recency_days"]), Count(row["frequency"]), row["monetary"], str(row["score"]))
        for row in shown
    ]
    print_table(settings, heads, cells, right=range(1, 5))
    if len(rows) > len(shown):
        settings.say(
            message("{shown} of {all} customers are shown; --json gives all.", shown=len(shown), all=Count(len(rows)))
        )


def _rows(purchases: PurchaseFile) -> dict[str, int]:
    report = purchases.report
    return {"rows": report.rows, "rows_without_customer": report.anonymous, "rows_set_aside": report.n_bad}


def _finish(settings: Settings, purchases: PurchaseFile) -> int:
    from regulars.cli.commands.imported import show_bad_rows

    for warning in purchases.report.warnings:
        settings.say(warning)
    if not purchases.report.n_bad:
        return Exit.DONE
    show_bad_rows(settings, purchases.report)
    return Exit.SET_ASIDE


def _choice(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise WrongUsageError(
            message(
                "{option}: “{value}” is not known. Choose one of: {known}.", option=option, value=value, known=known
            )
        )


COMMANDS: tuple[tuple[Any, Message], ...] = (
    (rfm, message("Recency, frequency and value of each customer, from purchase lines, in scores and segments.")),
    (
        clv,
        message(
            "How much will customers still buy? Fits a model of buying to purchase lines.\n\n"
            "Lines of one customer and day are one purchase; a customer's returns are netted against the same day. "
            "bg-nbd and mbg-nbd: customers leave after a purchase; pareto-nbd: at any time; bg-bb: each period is "
            "taken or not."
        ),
    ),
)
