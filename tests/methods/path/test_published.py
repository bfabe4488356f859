"""Numbers of reference section 3: R semPLS and R plspm on ecsi-mobi (Tenenhaus et al. 2005)."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.methods import PathModel, ecsi
from regulars.methods.path.scaling import scaled

pytestmark = pytest.mark.reference

PATHS = {
    ("Image", "Expectation"): (0.504706, 0.504943, 0.504914),
    ("Image", "Satisfaction"): (0.178833, 0.178593, 0.178739),
    ("Image", "Loyalty"): (0.195360, 0.195820, 0.195755),
    ("Expectation", "Quality"): (0.557248, 0.556759, 0.556749),
    ("Expectation", "Value"): (0.050788, 0.050178, 0.049988),
    ("Expectation", "Satisfaction"): (0.064425, 0.064944, 0.062523),
    ("Quality", "Value"): (0.557217, 0.557762, 0.558304),
    ("Quality", "Satisfaction"): (0.512545, 0.512975, 0.512024),
    ("Value", "Satisfaction"): (0.191816, 0.191445, 0.194765),
    ("Satisfaction", "Complaints"): (0.526097, 0.525857, 0.528066),
    ("Satisfaction", "Loyalty"): (0.483475, 0.483059, 0.485478),
    ("Complaints", "Loyalty"): (0.071232, 0.070311, 0.066926),
}
R_SQUARED = {
    "centroid": (0.254728, 0.310525, 0.344610, 0.680281, 0.276778, 0.457286),
    "factor": (0.254968, 0.309981, 0.344781, 0.680698, 0.276525, 0.456520),
    "path": (0.254938, 0.309969, 0.345279, 0.681078, 0.278854, 0.456944),
}
GOF = {"centroid": 0.4714668, "factor": 0.4714087, "path": 0.4717526}
SMARTPLS = (0.50491393, 0.17873950, 0.19575534, 0.55674896, 0.04998839, 0.06252287)
SMARTPLS += (0.55830438, 0.51202394, 0.19476510, 0.52806625, 0.48547762, 0.06692607)


@pytest.mark.parametrize(("place", "scheme"), [(0, "centroid"), (1, "factor"), (2, "path")])
def test_paths_and_r_squared_of_each_scheme(mobi: dict[str, list[float]], place: int, scheme: str) -> None:
    fitted = ecsi(scheme=scheme).fit(mobi)

    assert dict(fitted.path_coefficients) == pytest.approx({path: row[place] for path, row in PATHS.items()}, abs=1e-5)
    assert tuple(fitted.r_squared.values()) == pytest.approx(R_SQUARED[scheme], abs=1e-5)
    assert tuple(fitted.r_squared) == ("Expectation", "Quality", "Value", "Satisfaction", "Complaints", "Loyalty")
    assert fitted.gof == pytest.approx(GOF[scheme], abs=1e-6)


def test_path_weighting_is_that_of_smartpls(mobi: dict[str, list[float]]) -> None:
    assert tuple(ecsi(scheme="path").fit(mobi).path_coefficients.values()) == pytest.approx(SMARTPLS, abs=1e-5)


def test_loadings_weights_and_reliability_by_centroid(mobi: dict[str, list[float]]) -> None:
    fitted = ecsi().fit(mobi)

    for items, published in {
        "IMAG": (0.743370, 0.600730, 0.577617, 0.768362, 0.744475),
        "CUEX": (0.771492, 0.686626, 0.611825),
        "PERQ": (0.803340, 0.637391, 0.783535, 0.769116, 0.755774, 0.775158, 0.779399),
        "PERV": (0.904345, 0.937912),
        "CUSA": (0.799026, 0.846211, 0.851886),
        "CUSL": (0.813811, 0.219142, 0.916814),
    }.items():
        found = [value for name, value in fitted.loadings.items() if name.startswith(items) and name != "CUSCO"]
        assert found == pytest.approx(published, abs=1e-5)
    assert [fitted.weights[f"CUSA{j}"] for j in (1, 2, 3)] == pytest.approx([0.377187, 0.381567, 0.441059], abs=1e-5)
    rho = (0.82, 0.73, 0.90, 0.92, 0.87, float("nan"), 0.72)
    assert tuple(fitted.rho.values()) == pytest.approx(rho, abs=0.005, nan_ok=True)
    several = [value for name, value in fitted.communality.items() if name != "CUSCO"]
    assert sum(several) / len(several) == pytest.approx(0.57, abs=0.005)
    assert sum(fitted.r_squared.values()) / 6 == pytest.approx(0.39, abs=0.005)
    assert fitted.gof == pytest.approx(0.47, abs=0.005)


def test_total_effects_by_centroid(mobi: dict[str, list[float]]) -> None:
    effects = ecsi().fit(mobi).total_effects

    assert effects["Image", "Satisfaction"] == pytest.approx(0.390478, abs=1e-5)
    assert effects["Image", "Loyalty"] == pytest.approx(0.398779, abs=1e-5)
    assert effects["Quality", "Satisfaction"] == pytest.approx(0.619428, abs=1e-5)
    assert effects["Satisfaction", "Loyalty"] == pytest.approx(0.520950, abs=1e-5)


def test_index_from_0_to_100(mobi: dict[str, list[float]]) -> None:
    centroid, path = ecsi().fit(mobi), ecsi(scheme="path").fit(mobi)

    published = (73.520851, 72.471432, 74.985301, 62.297926, 72.542802, 67.422222, 70.610666)
    assert tuple(centroid.index.values()) == pytest.approx(published, abs=1e-5)
    assert centroid.index_sd["Satisfaction"] == pytest.approx(14.348929, abs=1e-5)
    found = path.index["Satisfaction"], path.index["Loyalty"], path.index["Value"]
    assert found == pytest.approx((72.454118, 70.913854, 62.346757), abs=1e-5)


def test_index_of_means_and_unstandardised_weights() -> None:
    """(Σ w x̄ − Σ w) / 9 Σ w of items on 1 to 10: for any scale, the weighted mean of the items from 0 to 100."""
    model = ecsi()
    items = model.structure.items
    means, weights = np.full(len(items), 8.0), np.array([0.5, 0.3, 0.2])
    means[:3] = 8, 7, 7.5

    points, _ = scaled(model, means, np.ones(len(items)))

    assert weights @ points[:3] == pytest.approx(73.333333, abs=1e-6)


def test_blocks_of_your_own_names(mobi: dict[str, list[float]]) -> None:
    lower = {name.lower(): column for name, column in mobi.items()}
    blocks = {"EXPE": ["cuex1", "cuex2", "cuex3"], "SAT": ["cusa1", "cusa2", "cusa3"]}
    fitted = PathModel(blocks=blocks, paths=[("EXPE", "SAT")], scheme="factor", scale=(1, 10)).fit(lower)

    assert 0 < fitted.path_coefficients[("EXPE", "SAT")] < 1
    assert fitted.r_squared["SAT"] == pytest.approx(fitted.path_coefficients["EXPE", "SAT"] ** 2)
    assert 0 < fitted.index["SAT"] < 100
