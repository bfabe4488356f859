"""The parts of the report: concentration, segments, forecast and its check, what was counted."""

from __future__ import annotations

from decimal import Decimal

from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.value.estimate import Estimates
from regulars.insights.value.figures import currency
from regulars.insights.value.specify import Question
from regulars.language import Count, Day, Estimate, Kind, Message, Money, Text, message
from regulars.methods import BetaGeoNBD, Segment
from regulars.methods.buying.model import BetaGeometric

CURVE_POINTS = 11
DIGITS = 3  # of sums of lines that were rounded to 4 places


def sections(question: Question, found: Estimates) -> tuple[Section, ...]:
    """In the order of reading."""
    parts = [_concentration(found), _segments(found), _models(found), _holdout(question, found), _counted(question)]
    return tuple(part for part in parts if part is not None)


def _concentration(found: Estimates) -> Section | None:
    spread = found.spread
    if spread is None:
        return None
    people, held = spread.curve(CURVE_POINTS)
    rows = tuple(
        Row(key=f"{part:.2f}", name=part_in_words(part), cells=(Estimate(float(share), kind=Kind.SHARE, digits=1),))
        for part, share in zip(people, held, strict=True)
    )
    return Section(
        key="concentration",
        title=message("How revenue is spread over customers"),
        sentence=message(
            "{holders} of {n} customers bring 80% of the net revenue.",
            holders=Count(spread.holders_of(0.8)),
            n=Count(spread.n),
        ),
        table=Table(
            key="concentration",
            columns=(
                Column("customers", message("Customers, from those who bring least")),
                Column("share", message("Share of revenue")),
            ),
            rows=rows,
            reference_names={"share": message("if all brought the same")},
        ),
        chart=ChartKind.CURVE,
        definition=message(
            "Customers in order of their net revenue, summed from the least (Lorenz curve). The further the curve "
            "hangs below the straight line, the more depends on few."
        ),
    )


def part_in_words(part: float) -> Message:
    """A share of customers as the name of a row."""
    return message("{share} of customers", share=Estimate(float(part), kind=Kind.SHARE))


def _segments(found: Estimates) -> Section:
    result = found.segments
    names = [segment for segment in Segment if result.segments.get(segment.value)]
    rows = tuple(
        Row(
            key=segment.value,
            name=segment.words,
            cells=(
                Count(result.segments[segment.value]),
                Estimate(result.segments[segment.value] / result.n, kind=Kind.SHARE, digits=1),
            ),
        )
        for segment in names
    )
    return Section(
        key="segments",
        title=message("Recency, frequency, value"),
        sentence=message("Who bought lately, often and for much, by quintiles of your own customers."),
        table=Table(
            key="segments",
            columns=(
                Column("segment", message("Segment"), numeric=False),
                Column("customers", message("Customers")),
                Column("share", message("Share of customers")),
            ),
            rows=rows,
        ),
        definition=message(
            "Each measure is scored 1 to 5 against all customers, equal customers equally; 4 and 5 are high. “Key” "
            "customers have brought much in all."
        ),
    )


def _models(found: Estimates) -> Section | None:
    if found.model is None:
        return None
    rows = [
        *_parameters(found.model, _model_name(found.model)),
        *_parameters_of_spending(found),
    ]
    return Section(
        key="models",
        title=message("The models behind the forecast"),
        sentence=message(
            "{model} is likelier than {rival}: log-likelihood {best} against {other}.",
            model=_model_name(found.model),
            rival=_model_name(found.rival),
            best=Estimate(found.model.log_likelihood, digits=1),
            other=Estimate(found.rival.log_likelihood, digits=1),
        )
        if found.rival is not None
        else None,
        table=Table(
            key="models",
            columns=(
                Column("parameter", message("Parameter"), numeric=False),
                Column("value", message("Value")),
                Column("n", message("Customers")),
            ),
            rows=tuple(rows),
        ),
        definition=message(
            "Purchases at a rate that differs between customers, until a customer leaves for good; spending at a "
            "purchase differs between customers too. Time in weeks."
        ),
    )


def _model_name(model: BetaGeometric | None) -> Text:
    return Text.of("BG/NBD" if isinstance(model, BetaGeoNBD) else "MBG/NBD")


def _parameters(model: BetaGeometric, name: Text) -> list[Row]:
    return [
        Row(
            key=key,
            name=Text.of(f"{name}: {key}"),
            cells=(_parameter(value, model.intervals.get(key)), Count(model.n)),
        )
        for key, value in zip(("r", "alpha", "a", "b"), model.parameters, strict=True)
    ]


def _parameters_of_spending(found: Estimates) -> list[Row]:
    spending = found.spending
    if spending is None:
        return []
    return [
        Row(
            key=key,
            name=Text.of(f"Gamma-Gamma: {key}"),
            cells=(_parameter(value, spending.intervals.get(key)), Count(spending.n)),
        )
        for key, value in zip(("p", "q", "gamma"), spending.parameters, strict=True)
    ]


def _parameter(value: float, interval: tuple[float, float] | None) -> Cell:
    if interval is None:
        return Estimate(value, digits=3)
    return Estimate(value, *interval, digits=3)


def _holdout(question: Question, found: Estimates) -> Section | None:
    check = found.holdout
    if check is None or question.split is None:
        return None
    rows = (
        Row("customers", message("Customers known by then"), (Count(found.known_then),)),
        Row("expected", message("Purchases expected"), (Estimate(check.expected, check.low, check.high, digits=0),)),
        Row("actual", message("Purchases that came"), (Count(check.actual),)),
    )
    return Section(
        key="holdout",
        title=message("Would the forecast have been right?"),
        sentence=check.words,
        table=Table(
            key="holdout",
            columns=(
                Column("what", message("Fitted up to {day}", day=Day(question.split)), numeric=False),
                Column("value", message("In the {weeks} weeks after", weeks=Count(round(question.held_out)))),
            ),
            rows=rows,
        ),
        definition=message(
            "The model is fitted to the first two thirds of the time and has to forecast the last third, which it has "
            "not seen. The range is where the total had to fall if the model is right. The forecast held if what came "
            "lies within and the range is no wider than a tenth either way; it failed if what came lies outside."
        ),
    )


def _counted(question: Question) -> Section:
    totals, sign = question.totals, currency(question)

    def row(key: str, name: Message, number: int | None, amount: Decimal | None = None) -> Row:
        lines: Cell = message("none") if number is None else Count(number)
        return Row(key, name, (lines, message("none") if amount is None else Money(amount, sign, DIGITS)))

    return Section(
        key="counted",
        title=message("What was counted"),
        sentence=message("Nothing is left out without a line here."),
        table=Table(
            key="counted",
            columns=(
                Column("what", message("What"), numeric=False),
                Column("lines", message("Number")),
                Column("amount", message("Amount")),
            ),
            rows=(
                row("lines", message("Lines in the facts"), totals.lines),
                row(
                    "positive",
                    message("Purchases of known customers"),
                    totals.positive_lines,
                    totals.positive_amount,
                ),
                row(
                    "returns",
                    message("Returns of known customers"),
                    totals.return_lines,
                    totals.return_amount,
                ),
                row("zero", message("Lines of known customers without an amount"), totals.zero_lines),
                row("net", message("Net of known customers"), None, totals.net),
                row(
                    "anonymous",
                    message("Sales without a known customer"),
                    totals.anonymous_lines,
                    totals.anonymous_amount,
                ),
                row("customers", message("Known customers"), totals.customers),
                row("positive_customers", message("Known customers with a purchase"), totals.positive_customers),
                row("buyers", message("Customers with a transaction"), totals.buyers),
                row("customer_days", message("Transactions (customer-days)"), totals.customer_days),
            ),
        ),
        definition=message(
            "A customer-day is a transaction when its net is positive, or zero without a return. Returns stay as "
            "negative lines."
        ),
    )
