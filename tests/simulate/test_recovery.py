"""The methods find again what is true of the sample company."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from scipy import stats

from regulars.methods import (
    BetaGeoNBD,
    GammaGamma,
    ModifiedBetaGeoNBD,
    csat,
    drivers,
    importance_performance,
    mean_rating,
    nps,
    weighted_index,
)
from regulars.simulate import Buying, BuyingModel, Company, Fieldwork, Parameters, company

Histories = Callable[[Company], dict[str, Any]]
WAVES = ("2025-05", "2025-11", "2026-05", "2026-11")
# Many intervals are looked at, and all of them have to hold: at 95 % one in twenty would not.
SURE = 0.999


def wave(of: Company, label: str) -> pa.Table:
    """All answers of one wave."""
    return of.responses.filter(pc.equal(of.responses["wave"], label))


def attributes(table: pa.Table, of: Company) -> dict[str, Any]:
    """The ten columns of attributes."""
    return {key: table[key] for key in of.truth.importance}


def scores_of(of: Company, label: str, confidence: float) -> dict[str, tuple[float, float, float]]:
    """NPS, CSAT and index of one wave: low, truth, high."""
    answers, truth = wave(of, label), of.truth.waves[label]
    points = nps(answers["recommend"], confidence=confidence)
    share = csat(answers["overall"], confidence=confidence)
    index = weighted_index(attributes(answers, of), of.truth.importance, missing=[0], confidence=confidence)
    return {
        "nps": (points.low, truth.nps_points, points.high),
        "csat": (share.low, truth.csat_share, share.high),
        "index": (index.low, truth.index, index.high),
    }


@pytest.mark.parametrize("label", WAVES)
def test_scores_of_a_wave(juniper: Company, label: str) -> None:
    """NPS, CSAT and index lie around the truth; ``make prove`` counts how often they do at 95 %."""
    assert all(low <= true <= high for low, true, high in scores_of(juniper, label, SURE).values())


def test_scores_of_the_latest_wave(juniper: Company) -> None:
    """What the demo shows holds the truth in its 95 % intervals."""
    assert all(low <= true <= high for low, true, high in scores_of(juniper, WAVES[-1], 0.95).values())


def test_scores_of_all_waves_with_guests_as_clusters(juniper: Company) -> None:
    """A guest may answer in several waves, so the guest is the cluster."""
    answers, truth = juniper.responses, juniper.truth

    points = nps(answers["recommend"], clusters=answers["guest"])

    assert points.low <= truth.scores.nps_points <= points.high
    assert truth.scores.nps_points == pytest.approx(25, abs=1)
    assert truth.answering.nps_points == pytest.approx(truth.scores.nps_points, abs=0.3)


def test_every_attribute(juniper: Company) -> None:
    """All ten means, each within its interval; not-used answers are left out and counted."""
    for key, true in juniper.truth.scores.attributes.items():
        found = mean_rating(juniper.responses[key], missing=[0], clusters=juniper.responses["guest"], confidence=SURE)
        assert found.index_low <= true <= found.index_high, key
        assert found.n + found.n_missing == juniper.responses.num_rows


def test_problems(juniper: Company) -> None:
    """How many a guest has, within its interval; those who are content have fewer."""
    found = mean_rating(
        juniper.responses["problems"], scale=(0, 5), clusters=juniper.responses["guest"], confidence=SURE
    )
    asked = juniper.responses.select(["overall", "problems"]).drop_null()

    assert 100 * found.low <= juniper.truth.scores.problems <= 100 * found.high
    assert np.corrcoef(asked["overall"], asked["problems"])[0, 1] < -0.2


@pytest.mark.parametrize("label", WAVES)
def test_breakfast_is_clearly_the_weakest(juniper: Company, label: str) -> None:
    """Its interval ends below where all others begin, in every wave."""
    answers = wave(juniper, label)
    found = {key: mean_rating(column, missing=[0]) for key, column in attributes(answers, juniper).items()}

    assert juniper.truth.weakest == "breakfast"
    assert juniper.truth.scores.attributes["breakfast"] == pytest.approx(58, abs=0.5)
    assert found["breakfast"].index_high < min(found[key].index_low for key in found if key != "breakfast")


def test_each_hotel(juniper: Company) -> None:
    """Lakeside does breakfast well, with the same questions to the same kind of guests."""
    truth = juniper.truth.units
    lakeside = juniper.responses.filter(pc.equal(juniper.responses["hotel"], "Lakeside"))
    found = mean_rating(lakeside["breakfast"], missing=[0], clusters=lakeside["guest"], confidence=SURE)

    assert found.index_low <= truth["lakeside"].attributes["breakfast"] <= found.index_high
    assert truth["lakeside"].attributes["breakfast"] > 70 > truth["harbour"].attributes["breakfast"]


@pytest.mark.parametrize("method", ["johnson", "lmg"])
def test_drivers(juniper: Company, method: str) -> None:
    """Shares of explained satisfaction within their intervals, and the noise at the end of the list."""
    truth = juniper.truth
    found = drivers(
        attributes(juniper.responses, juniper),
        juniper.responses["overall"],
        method,
        missing=[0],
        clusters=juniper.responses["guest"],
        n_resamples=200 if method == "johnson" else 0,
    )
    share = dict(zip(found.names, found.importance / found.r_squared, strict=True))

    assert min(share, key=lambda key: share[key]) == "booking"
    assert share["booking"] < 0.005
    assert set(sorted(share, key=lambda key: -share[key])[:4]) == set(truth.importance_order[:4])
    assert max(abs(share[key] - truth.importance[key]) for key in share) < 0.025
    assert found.r_squared == pytest.approx(truth.explained, abs=0.03)
    if method == "johnson":
        inside = [
            low <= truth.importance[key] * truth.explained <= high
            for key, low, high in zip(found.names, found.low, found.high, strict=True)
            if key not in truth.noise
        ]
        assert sum(inside) >= len(inside) - 1
        assert set(found.not_distinguishable) == set(truth.noise)
        apart = [
            (one, other)
            for one, below in zip(found.names, found.low, strict=True)
            for other, above in zip(found.names, found.high, strict=True)
            if below > above
        ]
        assert len(apart) > 25  # of 45 pairs
        assert all(truth.importance[one] > truth.importance[other] for one, other in apart)


def test_what_to_improve_first(juniper: Company) -> None:
    """Breakfast is planted as important and weak; each position that is called clear is the planted one."""
    truth = juniper.truth
    found = importance_performance(
        attributes(juniper.responses, juniper),
        juniper.responses["overall"],
        missing=[0],
        clusters=juniper.responses["guest"],
        n_resamples=200,
    )
    score = {key: truth.scores.attributes[key] - np.mean(list(truth.scores.attributes.values())) for key in found.names}
    line = np.mean(list(truth.importance.values()))
    planted = [
        (truth.importance[key] >= line, score[key] >= 0, quadrant, clear)
        for key, quadrant, clear in zip(found.names, found.quadrant, found.clear, strict=True)
    ]
    names = {(True, True): "keep_up", (True, False): "concentrate", (False, True): "overkill"}

    assert (found.quadrant[0], bool(found.clear[0]), found.names[0]) == ("concentrate", True, "breakfast")
    assert sum(clear for *_, clear in planted) >= 5
    assert all(
        quadrant == names.get((weighs, performs), "low_priority")
        for weighs, performs, quadrant, clear in planted
        if clear
    )


def test_noise_cannot_be_told_from_chance(juniper: Company) -> None:
    """Booking explains no more of overall satisfaction than a shuffled column does."""
    booking = np.array(juniper.responses["booking"].to_pylist(), dtype=float)
    overall = np.array(juniper.responses["overall"].to_pylist(), dtype=float)
    given = (booking > 0) & ~np.isnan(overall)
    _, p_value = stats.pearsonr(booking[given], overall[given])

    assert juniper.truth.noise == ("booking",)
    assert p_value > 0.01


def test_buying(juniper: Company, histories: Histories) -> None:
    """BG/NBD and gamma-gamma from the exported lines: every parameter within its interval."""
    rows, truth = histories(juniper), juniper.truth
    repeated = rows["frequency"] > 0

    buying = BetaGeoNBD().fit(rows["frequency"], rows["recency"], rows["T"], confidence=0.99)
    spend = GammaGamma().fit(rows["frequency"][repeated], rows["monetary"][repeated], confidence=0.99)

    for name, (low, high) in buying.intervals.items():
        assert low <= getattr(truth.buying, name) <= high, name
    for name, (low, high) in spend.intervals.items():
        assert low <= getattr(truth.spend, name) <= high, name
    alive = buying.probability_alive(rows["frequency"], rows["recency"], rows["T"]).sum()
    assert alive == pytest.approx(truth.alive, rel=0.01)


def test_buying_where_guests_may_leave_after_the_first_stay(histories: Histories) -> None:
    """The same with MBG/NBD as the truth."""
    parameters = Parameters(buying=Buying(model=BuyingModel.MBG_NBD))
    made = company(customers=5_000, parameters=parameters)
    rows = histories(made)

    found = ModifiedBetaGeoNBD().fit(rows["frequency"], rows["recency"], rows["T"], confidence=0.99)

    for name, (low, high) in found.intervals.items():
        assert low <= getattr(parameters.buying, name) <= high, name


@pytest.mark.parametrize(
    ("model", "method"), [(BuyingModel.BG_NBD, BetaGeoNBD), (BuyingModel.MBG_NBD, ModifiedBetaGeoNBD)]
)
def test_as_many_are_alive_as_the_true_parameters_say(
    model: BuyingModel, method: type[BetaGeoNBD] | type[ModifiedBetaGeoNBD], histories: Histories
) -> None:
    """Probability alive at the true parameters, summed over guests, is the number who have not left."""
    made = company(customers=5_000, parameters=Parameters(buying=Buying(model=model)))
    rows, true = histories(made), made.truth.buying
    known = method(r=true.r, alpha=true.alpha, a=true.a, b=true.b)

    alive = known.probability_alive(rows["frequency"], rows["recency"], rows["T"])

    deviation = np.sqrt((alive * (1 - alive)).sum())
    assert abs(alive.sum() - made.truth.alive) < 3 * deviation


def test_satisfaction_and_loyalty_are_linked_and_the_buying_stays_true(juniper: Company) -> None:
    """Content guests stay longer, while over all guests the chance to leave is the Beta of the parameters."""
    leaving, trait = juniper.guests["leaving"].to_numpy(), juniper.guests["trait"].to_numpy()
    buying = juniper.truth.buying
    alive = juniper.guests["alive"].to_numpy(zero_copy_only=False)

    assert stats.kstest(leaving, stats.beta(buying.a, buying.b).cdf).pvalue > 0.01
    assert stats.spearmanr(trait, leaving).statistic == pytest.approx(-0.29, abs=0.03)
    assert trait[alive].mean() > trait[~alive].mean() + 0.1


def test_self_selection_bends_what_is_found() -> None:
    """Where content guests answer more readily, the survey says more than the truth, and the truth says by how much."""
    made = company(parameters=Parameters(fieldwork=Fieldwork(self_selection=1.0)))
    found = nps(made.responses["recommend"], clusters=made.responses["guest"])

    assert found.low > made.truth.scores.nps_points
    assert found.low <= made.truth.answering.nps_points <= found.high
    assert made.truth.response_rate == pytest.approx(0.32, abs=0.02)
