"""The report of one survey."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from regulars.facts import Facts, UnknownSurveyError
from regulars.insights.answers import Answers, read_answers
from regulars.insights.errors import UnknownWaveError
from regulars.insights.filters import EVERYTHING
from regulars.insights.points import NONE
from regulars.insights.report import Report
from regulars.insights.satisfaction import Least, report_of, satisfaction
from regulars.insights.satisfaction.conclude import candidates, conclusion, notes
from regulars.insights.satisfaction.estimate import estimate
from regulars.insights.satisfaction.figures import tiles
from regulars.insights.satisfaction.specify import specify
from regulars.insights.scope import Privacy, Scope
from regulars.language import Estimate, Text
from regulars.survey import Item, ItemKind, Role, SampleKind, Scale, Survey

RATING = Scale(1, 5)
HOTEL = Survey(
    name="guests",
    title=Text.of("Guests"),
    items=(
        Item("overall", ItemKind.RATING, Text.of("Stay as a whole"), Role.OVERALL, RATING),
        Item("breakfast", ItemKind.RATING, Text.of("Breakfast"), Role.ATTRIBUTE, RATING),
        Item("room", ItemKind.RATING, Text.of("Room"), Role.ATTRIBUTE, RATING),
        Item("recommend", ItemKind.NPS, Text.of("Recommend"), Role.RECOMMEND, Scale(0, 10)),
    ),
)


@pytest.fixture(scope="module")
def report(airport: Facts, whole: Scope) -> Report:
    """The airport's report."""
    return satisfaction(airport, "sfo-2017", scope=whole)


@pytest.fixture(scope="module")
def unweighted(airport: Facts, whole: Scope) -> Report:
    """The same, as if nobody had weighted the answers."""
    answers = replace(read_answers(airport, "sfo-2017", whole), weights=None)
    return report_of(answers, whole, wave=None, filters=EVERYTHING, seed=1)


def shown(report: Report, key: str) -> Estimate:
    return report.figure(key).estimate


def test_nps_of_the_airport_sfo_2017(report: Report, unweighted: Report) -> None:
    """Published: 39.84, 95 % 37.22 to 42.45 (Wald), n 2,746, 85 without an answer; weighted 40.40."""
    nps, beside = shown(unweighted, "nps"), report.section("without-weights").figures

    assert (nps.value, nps.low, nps.high) == pytest.approx((39.839767, 37.224858, 42.454676), abs=1e-4)
    assert next(figure for figure in beside if figure.key == "nps_plain").estimate == nps
    assert (report.figure("nps").n, report.figure("nps").n_missing) == (2746, 85)
    assert shown(report, "nps").value == pytest.approx(40.398436, abs=1e-5)


def test_csat_of_the_airport_sfo_2017(report: Report, unweighted: Report) -> None:
    """2,206 of 2,688 chose 4 or 5: 82.06845 %, Wilson 80.57 to 83.47; weighted 82.28 %."""
    csat = shown(unweighted, "csat")

    assert (csat.value, csat.low, csat.high) == pytest.approx((2206 / 2688, 0.80572792, 0.83472584), abs=1e-7)
    assert shown(report, "csat_plain") == csat
    assert shown(report, "csat").value == pytest.approx(0.82279306, abs=1e-7)
    assert shown(report, "mean_plain").value == shown(unweighted, "mean").value == pytest.approx(4.0643601, abs=1e-6)


def test_restaurants_stand_in_concentrate_here_and_their_importance_is_not_clear(unweighted: Report) -> None:
    """By position the reference says "concentrate here"; the interval to the importance line holds zero."""
    table = unweighted.section("priorities").table
    assert table is not None
    food = table.rows[0]

    assert food.key == "Q7FOOD"
    assert [str(cell) for cell in food.cells[2:]] == ["fix first", "unclear"]
    assert isinstance(food.cells[0], Estimate)
    assert isinstance(food.cells[1], Estimate)
    assert food.cells[0].value == pytest.approx(100 * (3.6416216 - 1) / 4, abs=1e-5)
    assert food.cells[1].value == pytest.approx(0.104406963, abs=1e-6)
    assert table.references["importance"] == pytest.approx(0.08959508, abs=1e-6)
    assert table.references["performance"] == pytest.approx(100 * (3.9364865 - 1) / 4, abs=1e-5)


def test_the_sentence_says_what_decides(unweighted: Report) -> None:
    """Low for sure, important perhaps: the sentence says both."""
    said = str(unweighted.conclusion).replace("\N{NO-BREAK SPACE}", " ")

    assert said.startswith(
        "Restaurants, at 65.4 ± 0.9, is the first candidate to mend: clearly rated below the average"
    )


def test_the_same_seed_gives_the_same_report(airport: Facts, whole: Scope, report: Report) -> None:
    """Intervals from resampling do not move between two readings."""
    assert satisfaction(airport, "sfo-2017", scope=whole) == report


def test_a_unit_out_of_scope_is_not_counted(airport: Facts) -> None:
    """The filter is part of the query: nobody of another unit is in any number."""
    report = satisfaction(airport, "sfo-2017", scope=Scope(frozenset({"elsewhere"}), "test"))

    assert report.figures == ()
    assert str(report.conclusion) == "0 answers. A number appears from 30."


def test_an_unknown_survey_names_the_near_miss(airport: Facts, whole: Scope) -> None:
    """The sentence helps."""
    with pytest.raises(UnknownSurveyError, match=r"There is no survey sfo\. Did you mean: sfo-2017\?"):
        satisfaction(airport, "sfo", scope=whole)


FIRST_DAYS = {"Spring": "2025-04-01", "Autumn": "2025-10-01", "2025": "2025-05-01", "2026": "2026-05-01"}


def answers(rng: np.random.Generator, n: int, waves: tuple[str, ...] = ()) -> Answers:
    """Guests whose overall rating follows breakfast, which is bad, more than the room, which is good."""
    breakfast = rng.integers(1, 4, n).astype(float)
    room = rng.integers(4, 6, n).astype(float)
    overall = np.clip(np.round(breakfast + 0.3 * (room - 4) + rng.normal(0, 0.3, n)), 1, 5)
    return Answers.of(
        survey=HOTEL,
        columns={
            "overall": overall,
            "breakfast": breakfast,
            "room": room,
            "recommend": np.clip(2 * overall, 0, 10),
        },
        units=["Lakeside", "Harbour"] * (n // 2) + ["Harbour"] * (n % 2),
        waves=[waves[i * len(waves) // n] for i in range(n)] if waves else [None] * n,
        days=np.asarray(
            [FIRST_DAYS.get(waves[i * len(waves) // n] if waves else "", "2026-01-01") for i in range(n)],
            dtype="datetime64[D]",
        ),
        weights=None,
    )


def test_a_clear_weakness_is_said_plainly() -> None:
    """Important, low, and both beyond chance."""
    question = specify(answers(np.random.default_rng(1), 600), None)

    said = str(conclusion(question, estimate(question, seed=1)))

    assert said.startswith("Mend Breakfast first: it matters more than the average attribute and is rated")


def test_the_last_wave_is_asked_about_and_compared_with_the_one_before() -> None:
    """No clear difference is an answer."""
    question = specify(answers(np.random.default_rng(2), 400, ("2025", "2026")), None)

    found = estimate(question, seed=1)

    assert (question.wave, question.before) == ("2026", "2025")
    assert [row.period.key for row in found.trend.steps] == ["2025", "2026"]
    assert found.csat is not None
    assert found.csat.n == 200


def test_waves_stand_in_order_of_time_not_of_the_alphabet() -> None:
    """Autumn comes after spring, and the report is as of the wave that it is about."""
    question = specify(answers(np.random.default_rng(2), 400, ("Spring", "Autumn")), None)

    assert question.waves == ("Spring", "Autumn")
    assert (question.wave, question.before) == ("Autumn", "Spring")
    assert question.everything.in_wave("Spring").as_of == date(2025, 4, 1)


@pytest.mark.parametrize("seed", range(4))
def test_pure_noise_names_no_candidate(seed: int) -> None:
    """Random answers: nothing is clearly low, and the sentence does not pretend."""
    rng = np.random.default_rng(seed)
    noise = answers(rng, 400)
    for key in ("overall", "breakfast", "room"):
        noise.columns[key][:] = rng.integers(1, 6, 400)
    question = specify(noise, None)

    said = str(conclusion(question, estimate(question, seed=1)))

    assert said == "No attribute stands out: none is clearly rated below the average."


def test_one_attribute_has_one_score_in_the_sentence_and_in_the_list() -> None:
    """Who skipped another item still counts for this one, in both places."""
    some = answers(np.random.default_rng(5), 600)
    some.columns["room"][:300] = NONE
    some.columns["breakfast"][:300] = 3
    question = specify(some, None)
    found = estimate(question, seed=1)
    assert found.index is not None

    score = candidates(question, found)[0].score

    assert score.value == found.index.item_scores[0]
    assert found.index.item_n[0] == 600


def test_an_unknown_wave_names_those_there_are() -> None:
    """The sentence helps."""
    with pytest.raises(UnknownWaveError, match=r"There is no wave 2030\. There are: 2025, 2026\."):
        specify(answers(np.random.default_rng(2), 40, ("2025", "2026")), "2030")


def test_an_item_with_few_answers_has_no_number() -> None:
    """Too few answers are said, not drawn."""
    few = answers(np.random.default_rng(3), 60)
    few.columns["recommend"][:40] = NONE

    found = estimate(specify(few, None), seed=1)

    assert found.nps is None
    assert found.csat is not None


def test_too_few_complete_answers_show_no_priorities_and_say_so() -> None:
    """Importance from a hundred people is noise; the note names both numbers."""
    question = specify(answers(np.random.default_rng(4), 100), None)

    found = estimate(question, seed=1)

    assert found.priorities is None
    assert [str(note) for note in notes(question, found)] == [
        "What matters most is not shown: 100 responses answer every attribute, and 200 are needed."
    ]


def test_opt_in_answers_carry_their_reservation_beside_every_interval() -> None:
    """The wording of the interval changes with how people were chosen; a probability sample has none."""
    opt_in = answers(np.random.default_rng(6), 300)
    probability = dataclasses.replace(opt_in, survey=dataclasses.replace(HOTEL, sample=SampleKind.PROBABILITY))

    def methods(asked: Answers) -> set[str]:
        question = specify(asked, None)
        return {str(figure.method) for figure in tiles(question, estimate(question, seed=1))}

    assert methods(probability) == {"Wilson", "score test", "Student's t"}
    assert all("as if those who answered were a random draw" in words for words in methods(opt_in))


def asked_with(least: Least, n: int, privacy: Privacy = Privacy.IDENTIFIED) -> Report:
    scope = Scope.whole(purpose="test", privacy=privacy)
    return report_of(answers(np.random.default_rng(7), n), scope, wave=None, filters=EVERYTHING, seed=1, least=least)


@pytest.mark.parametrize(("least", "n", "says"), [(Least(50), 40, 50), (Least(1), 8, 20), (Least(), 29, 30)])
def test_the_company_says_from_how_many_answers_a_number_appears(least: Least, n: int, says: int) -> None:
    """And the report says that number; below the least demanding method nothing can be asked for."""
    few = asked_with(least, n)

    assert str(few.conclusion) == f"{n} answers. A number appears from {says}."
    assert few.all_figures() == ()


def test_fewer_answers_may_be_enough_for_a_company_but_not_for_a_method() -> None:
    """Twenty answers give a share; what matters most needs two hundred whatever is set."""
    found = estimate(specify(answers(np.random.default_rng(7), 20), None, least=Least(12)), seed=1)

    assert found.csat is not None
    assert found.priorities is None


def test_where_nobody_may_be_told_apart_a_whole_is_no_smaller_than_a_group() -> None:
    """Thirty answers are a small group where groups begin at forty."""
    least = Least(answers=20, group=40)

    assert str(asked_with(least, 30, Privacy.ANONYMOUS).conclusion) == "30 answers. A number appears from 40."
    assert asked_with(least, 30).figures


def test_a_survey_that_too_few_have_answered_does_not_say_that_it_asks_nothing() -> None:
    """A recommendation alone, from twenty."""
    some = answers(np.random.default_rng(8), 20)
    items = tuple(item for item in HOTEL.items if item.role is Role.RECOMMEND)
    question = specify(dataclasses.replace(some, survey=dataclasses.replace(HOTEL, items=items)), None)

    assert str(conclusion(question, estimate(question, seed=1))) == (
        "Too few have answered to say how satisfied they are."
    )
