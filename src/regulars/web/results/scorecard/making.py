"""Each page's report: what the application counts, handed to its insight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from regulars.insights.filters import Filters
from regulars.insights.programme import (
    Named,
    Staff,
    Step,
    agreement,
    links,
    problems,
    scorecard,
    sides_of,
    signals,
    staff_and_customers,
    staff_problems,
)
from regulars.insights.report import Report
from regulars.language import NO_CURRENCY, Text, message
from regulars.web.accounts.roles import Permission
from regulars.web.cases.causes import causes
from regulars.web.cases.knowledge.filters import Filters as CaseFilters
from regulars.web.cases.knowledge.reading import before, told
from regulars.web.company.models import Company
from regulars.web.facts import facts
from regulars.web.research.models import Questionnaire
from regulars.web.results.reading import least
from regulars.web.results.scorecard import agreeing, counting, series
from regulars.web.results.scorecard.models import Remedy
from regulars.web.results.scorecard.tabs import AGREEMENT, LINKS, PROBLEMS, SCORECARD, SIGNALS, STAFF, Wish, tab
from regulars.web.results.today.figures import survey_of_the_day

PULSE = "employee-pulse"


@tab("scorecard", SCORECARD)
def make_scorecard(wish: Wish) -> Report:
    """Led by the survey that the page of the day is told by."""
    survey = survey_of_the_day(wish.units)
    return scorecard(
        survey.report if survey else None,
        survey.weakest if survey else None,
        list(counting.covered(wish)),
        list(counting.settled(wish)),
        name=facts().survey(survey.name).title if survey else Text.of(""),
        first=wish.today - timedelta(days=counting.DAYS - 1),
        last=wish.today,
        scope=wish.scope,
    )


@tab("signals", SIGNALS, "length", "since", "until", "within")
def make_signals(wish: Wish) -> Report:
    """The series of tracking, and the cases beside them."""
    form = wish.asked.form
    return signals(
        facts(),
        scope=wish.scope,
        filters=form.filters,
        length=form.length_wished,
        promises=wish.asked.promises,
        within=form.days,
        until=wish.today,
        least=least(),
        names=wish.asked.tree.texts(),
        cases=counting.cases_by_period(wish.units_with(Permission.SEE_CASES)),
    )


@tab("problems", PROBLEMS)
def make_problems(wish: Wish) -> Report:
    """The causes as their own page weighs them, the study of the employees, the steps that were noted."""
    units = wish.units_with(Permission.SEE_CASES)
    wanted = None if units is None else CaseFilters(None, counting.DAYS, "", units, wish.today)
    return problems(
        None if wanted is None else told(wanted.cases_between(wanted.first, wanted.today)),
        {} if wanted is None else before(wanted),
        staff_of(wish),
        [Step(one.public_id, Text.of(one.title), one.problem, one.days, one.removes / 100)
         for one in Remedy.objects.filter(done_at=None)],
        names={key: one.name for key, one in causes().items()},
        currency=Company.current().currency or NO_CURRENCY,
        first=wish.today - timedelta(days=counting.DAYS - 1),
        last=wish.today,
        scope=wish.scope,
    )  # fmt: skip


def pulses() -> list[str]:
    """The studies that were made from the pulse of the employees."""
    made = set(Questionnaire.objects.filter(made_from=PULSE).values_list("name", flat=True))
    return [name for name in facts().surveys() if name in made or name == PULSE]


def staff_of(wish: Wish) -> Staff | None:
    """The latest study that was made from the pulse of the employees."""
    names = pulses()
    if not names:
        return None
    # As their own page shows them: whole, with no filter that could tell anybody apart.
    scope = replace(wish.scope, privacy=wish.asked.promises[names[-1]])
    return staff_problems(facts(), names[-1], scope=scope, least=least())


@tab("staff", STAFF)
def make_staff(wish: Wish) -> Report:
    """Both sides whole, as their own pages show them: no filter that could tell anybody apart."""
    promises = wish.asked.promises
    names = pulses()
    # The study of customers with the most answers that may be told by unit.
    others = [name for name in facts().surveys() if name not in names and not promises[name].hides]
    own = {name: replace(wish.scope, privacy=promises[name]) for name in [*names[-1:], *others]}
    year = Filters(first=wish.today - timedelta(days=364), last=wish.today)
    sides = [sides_of(facts(), name, scope=own[name], least=least(), filters=year) for name in others]
    staff = sides_of(facts(), names[-1], scope=own[names[-1]], least=least()) if names else None
    customers = max((one for one in sides if one.units), key=lambda one: one.answers, default=None)
    return staff_and_customers(staff, customers, names=wish.asked.tree.texts(), scope=wish.scope)


@tab("links", LINKS, "length", "since", "until", extra=("first", "second"))
def make_links(wish: Wish) -> Report:
    """Two series, chosen by the address."""
    asked = series.asked_of(wish)
    one, other = chosen(wish)
    if not asked.periods:
        empty = Named("none", message("none"), {}, {})
        return links(empty, empty, periods=(), length=asked.length, scope=wish.scope)
    return links(series.series_of(asked, one), series.series_of(asked, other), periods=asked.periods,
                 length=asked.length, scope=wish.scope)  # fmt: skip


def chosen(wish: Wish) -> tuple[str, str]:
    """Which two; what is not known is the usual."""
    known = series.known(wish)
    one, other = wish.query.get("first", ""), wish.query.get("second", "")
    return one if one in known else "satisfaction", other if other in known else "sales"


@tab("agreement", AGREEMENT)
def make_agreement(wish: Wish) -> Report:
    """Visits beside the ratings around them."""
    found, alone = agreeing.pairs(wish)
    return agreement(found, alone=alone, days=agreeing.AROUND, names=wish.asked.tree.texts(), last=wish.today,
                     scope=wish.scope)  # fmt: skip
