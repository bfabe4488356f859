"""Signal or noise: what the reports say of the last step of a series, in one word and one line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from regulars.insights.report import Report, Row, Section, Words
from regulars.insights.tracking.conclude import UNKNOWN
from regulars.insights.wording import verdict_in_words
from regulars.language import Estimate, Message, message
from regulars.methods.comparison import Verdict

_SIGNS = {
    "worse": message("signal: worse"),
    "better": message("signal: better"),
    "noise": message("noise"),
    "unclear": message("no clear change"),
    "early": message("too early to tell"),
    "none": message("no series yet"),
}
LABELS = {"worse": "neg", "better": "pos"}
_MARKS = {"worse": "below", "better": "above"}


@dataclass(frozen=True)
class Change:
    """``sign``: a key of ``_SIGNS``. ``headline``: the same as a sentence, where it is one for the head of the page."""

    sign: str
    words: Message | None = None
    headline: Message | None = None
    limited: bool = False  # by control limits

    @property
    def said(self) -> Message:
        """In one word."""
        return _SIGNS[self.sign]

    @property
    def label(self) -> str:
        """How the page marks it."""
        return LABELS.get(self.sign, "")


NO_SERIES = Change("none")


# What a trend says of a step beside the one before, and the sign of it.
_VERDICTS = {
    verdict_in_words(verdict, Estimate(0)).template: sign
    for verdict, sign in (
        (Verdict.HIGHER, "better"), (Verdict.LOWER, "worse"), (Verdict.SAME, "unclear"), (Verdict.UNCLEAR, "unclear"),
    )
}  # fmt: skip


def of_score(survey: Report, trend: str, series: Report, indicator: str) -> Change:
    """Limits before a mere comparison, and the survey's own before those of all surveys together."""
    found = of_tracking(series, indicator)
    return _limits_of_survey(survey, trend) or (found if found.limited else _step_of_survey(survey, trend) or found)


def _step_of_survey(report: Report, key: str) -> Change | None:
    section = _section(report, key)
    if section is None or section.table is None or "change" not in _keys(section):
        return None
    row, title = section.table.rows[-1], section.table.columns[1].title
    verdict = row.cells[_keys(section).index("change")]
    sign = _VERDICTS.get(verdict.template) if isinstance(verdict, Message) else None
    if sign is None:
        return None
    if sign == "unclear":
        return Change(sign, message("{series}, {period} beside the one before", series=title, period=row.name))
    said = message("{series}, {period} beside the one before: {change}", series=title, period=row.name, change=verdict)
    return Change(sign, said, _headline(replace(row, mark=_MARKS[sign]), title))


def _limits_of_survey(report: Report, key: str) -> Change | None:
    """By the control limits of a survey's own trend; None where it has too few steps for limits."""
    section = _section(report, key)
    if section is None or section.table is None or "limits" not in _keys(section):
        return None
    judged = [row for row in section.table.rows if isinstance(row.cells[_keys(section).index("limits")], Estimate)]
    return _judged(judged[-1], section.table.columns[1].title) if judged else None


def of_tracking(report: Report, key: str) -> Change:
    """By the control limits of an indicator; with too few periods, by the last one beside those before."""
    section = _section(report, key)
    figure = next((one for one in report.figures if one.key == key), None)
    if section is None or section.table is None or figure is None:
        return NO_SERIES
    title, rows, keys = section.table.columns[1].title, section.table.rows, _keys(section)
    if "limits" in keys:
        judged = [row for row in rows if isinstance(row.cells[keys.index("limits")], Estimate)]
        return _judged(judged[-1], title) if judged else NO_SERIES
    said = message("{series}, {change}", series=title, change=figure.note)
    if figure.note is not None and figure.note.values.get("change") == UNKNOWN:
        return Change("early", said)
    changed = next((row for row in reversed(rows) if row.mark), None)
    if changed is None:
        return Change("unclear", said)
    return Change("better" if changed.mark == "above" else "worse", said, _headline(changed, title))


def _judged(row: Row, title: Words) -> Change:
    if not row.mark:
        said = message("{series}, {period}: within what chance explains", series=title, period=row.name)
        return Change("noise", said, limited=True)
    said = message("{series}, {period}: beyond what chance explains", series=title, period=row.name)
    return Change("better" if row.mark == "above" else "worse", said, _headline(row, title), limited=True)


def _headline(row: Row, title: Words) -> Message:
    if row.mark == "above":
        return message("{series} in {period}: clearly better than usual.", series=title, period=row.name)
    return message("{series} in {period}: clearly worse than usual.", series=title, period=row.name)


def _section(report: Report, key: str) -> Section | None:
    return next((one for one in report.sections if one.key == key), None)


def _keys(section: Section) -> list[str]:
    return [] if section.table is None else [column.key for column in section.table.columns[1:]]
