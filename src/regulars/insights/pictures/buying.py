"""Pictures of models of buying: what they expect beside what there was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import BuyingCovariates, HoldOut, ModelChoice
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.contracts import ContractModel
from regulars.methods.buying.hold_out import TITLES


def repeat_purchases(name: str) -> Callable[[BuyingModel], Section]:
    """Customers with 0, 1, … repeat purchases: counted, and as a model of this name expects them."""

    def picture(model: BuyingModel) -> Section:
        check = model.described()
        pairs = [] if check is None else list(zip(check.observed.tolist(), check.expected.tolist(), strict=True))
        while pairs and pairs[-1] == (0, 0):  # occasions that nobody could have taken
            pairs.pop()
        last = 0 if check is None else len(check.observed) - 1
        rows = tuple(
            Row(
                str(times),
                Text.of(f"{times}+" if times == last else str(times)),
                (Estimate(times, digits=0), Estimate(observed, digits=0), Estimate(expected, digits=0)),
            )
            for times, (observed, expected) in enumerate(pairs)
        )
        return Section(
            name,
            message("Who bought again how often"),
            _how_well(model),
            table=Table(
                name,
                (
                    Column("name", message("Repeat purchases")),
                    Column("x", message("Repeat purchases")),
                    Column("observed", message("customers counted")),
                    Column("expected", message("expected by the model")),
                ),
                rows,
            ),
            chart=ChartKind.LINES,
            caption=message(
                "{count} customers; the last point stands for {last} purchases or more.",
                count=Count(model.n),
                last=last,
            )
            if len(pairs) > last
            else message("{count} customers.", count=Count(model.n)),
        )

    return picture


def _how_well(model: BuyingModel) -> Message:
    check = model.described()
    if check is None or check.holds:
        share = 0.0 if check is None else check.misplaced
        return message(
            "The model describes these customers: {share} of them would have to stand elsewhere.",
            share=Estimate(share, kind=Kind.SHARE, digits=1),
        )
    return check.words


def retention(name: str) -> Callable[[ContractModel], Section]:
    """The share still there after each renewal, observed and by a model of this name, and where the fit ended."""

    def picture(result: ContractModel) -> Section:
        return _retention(name, result)

    return picture


def _retention(name: str, result: ContractModel) -> Section:
    columns = (result.stayed, result.modelled, result.modelled_low, result.modelled_high)
    found = list(zip(*(part.tolist() for part in columns if part is not None), strict=True))
    start = ("0", Estimate(0, digits=0), Estimate(1.0, kind=Kind.SHARE), Estimate(1.0, kind=Kind.SHARE))
    points = [start] + [
        (
            str(t),
            Estimate(t, digits=0),
            Estimate(there, kind=Kind.SHARE, digits=1),
            Estimate(expected, low, high, Kind.SHARE, digits=1),
        )
        for t, (there, expected, low, high) in enumerate(found, 1)
    ]
    held_out = result.fitted_to < len(found)
    last = points[-1]
    return Section(
        name,
        message("Who stays at each renewal"),
        next(iter(result.notes), None)
        or message("After {count} renewals {share} are still there.", count=len(found), share=last[2]),
        table=Table(
            name,
            (
                Column("name", message("Renewal")),
                Column("x", message("Renewal")),
                Column("observed", message("still there")),
                Column("expected", message("by the model")),
            ),
            tuple(Row(point, Text.of(point), cells) for point, *rest in points for cells in (tuple(rest),)),
            {"x": float(result.fitted_to)} if held_out else {},
            {"x": message("fitted up to")} if held_out else {},
        ),
        chart=ChartKind.LINES,
        caption=message("{count} customers at the start.", count=Count(result.n)),
    )


def buying_covariates(result: BuyingCovariates) -> Section:
    """By how much more or less customers buy, and sooner or later leave, for each thing known of them."""
    rows: list[Row] = []
    for at, name in enumerate(result.names):
        more = _more(result.buying[at], result.buying_low[at], result.buying_high[at])
        mark = _side(result.buying[at], good=True) if result.buying_clear[at] else "same"
        rows.append(Row(f"buying-{name}", message("{name}: purchase rate", name=name), (more,), mark=mark))
        more = _more(result.leaving[at], result.leaving_low[at], result.leaving_high[at])
        mark = _side(result.leaving[at], good=False) if result.leaving_clear[at] else "same"
        rows.append(Row(f"leaving-{name}", message("{name}: leaving", name=name), (more,), mark=mark))
    return Section(
        "buying_covariates",
        message("What buying and leaving go with"),
        result.words,
        table=Table(
            "buying_covariates",
            (Column("name", message("Known of the customer"), numeric=False), Column("gap", message("More or less"))),
            tuple(rows),
            reference_names={"gap": message("as without it")},
        ),
        chart=ChartKind.GAPS,
        caption=message(
            "{count} customers. For numbers: one unit more; for words: against {bases}.",
            count=Count(result.n),
            bases=tuple(dict.fromkeys(base for base in result.bases if base)),
        )
        if any(result.bases)
        else message("{count} customers. For one unit more.", count=Count(result.n)),
    )


def _more(ratio: float, low: float, high: float) -> Estimate:
    value, lower, upper = float(ratio) - 1, float(low) - 1, float(high) - 1
    known = lower == lower and upper == upper
    return Estimate(value, lower, upper, Kind.SHARE) if known else Estimate(value, kind=Kind.SHARE)


def _side(ratio: float, *, good: bool) -> str:
    """Buying more is good, leaving sooner is not."""
    return "above" if (ratio > 1) == good else "weakest"


def hold_out(result: HoldOut) -> Section:
    """Repeat purchases so far: those that came, and the forecast with its range from the split on."""
    each = zip(result.at, result.came, result.forecast, result.forecast_low, result.forecast_high, strict=True)
    return Section(
        "hold_out",
        message("Forecast and what came"),
        result.words,
        table=Table(
            "hold_out",
            (
                Column("name", message("Day")),
                Column("x", message("Days since the first purchase")),
                Column("came", message("repeat purchases so far")),
                Column("forecast", Text.of(TITLES.get(result.model, result.model))),
            ),
            tuple(
                Row(
                    f"{day:.0f}",
                    Text.of(f"{day:.0f}"),
                    (Estimate(day, digits=0), Estimate(came, digits=0), _ranged(forecast, low, high)),
                )
                for day, came, forecast, low, high in ((float(v) for v in values) for values in each)
            ),
            {"x": result.split},
            {"x": message("fitted up to day")},
        ),
        chart=ChartKind.LINES,
        caption=message("{count} customers, {days} days held out.", count=Count(result.n), days=round(result.days)),
    )


def choose_model(result: ModelChoice) -> Section:
    """The same for every model, without ranges."""
    checks = [result.checks[name] for name in result.model]
    days = checks[0].at.tolist() if checks else []
    return Section(
        "choose_model",
        message("Models on time held out"),
        result.words,
        table=Table(
            "choose_model",
            (
                Column("name", message("Day")),
                Column("x", message("Days since the first purchase")),
                Column("came", message("repeat purchases so far")),
                *(Column(check.model, Text.of(TITLES.get(check.model, check.model))) for check in checks),
            ),
            tuple(
                Row(
                    f"{day:.0f}",
                    Text.of(f"{day:.0f}"),
                    (
                        Estimate(float(day), digits=0),
                        Estimate(float(checks[0].came[place]), digits=0),
                        *(Estimate(float(check.forecast[place]), digits=0) for check in checks),
                    ),
                )
                for place, day in enumerate(days)
            ),
            {"x": checks[0].split} if checks else {},
            {"x": message("fitted up to day")} if checks else {},
        ),
        chart=ChartKind.LINES,
        caption=message("{count} customers, {days} days held out.", count=Count(result.n), days=round(result.days)),
    )


def _ranged(value: float, low: float, high: float) -> Estimate:
    known = low == low and high == high
    return Estimate(value, low, high, digits=0) if known else Estimate(value, digits=0)


BUYING_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    **{name: repeat_purchases(name) for name in ("bg_nbd", "mbg_nbd", "pareto_nbd", "bg_bb")},
    "buying_covariates": buying_covariates,
    "shifted_beta_geometric": retention("shifted_beta_geometric"),
    "beta_discrete_weibull": retention("beta_discrete_weibull"),
    "hold_out": hold_out,
    "choose_model": choose_model,
}
