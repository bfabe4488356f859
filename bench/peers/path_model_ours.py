"""Worker: our ECSI model on a file of answers; the file's name says whether it is one fit or resamples."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve
from regulars.methods import ecsi

path = Path(sys.argv[1])
answers = dict(np.load(path))
model = ecsi(scheme="path")
fitted = model.fit(answers)


def fit() -> dict[str, object]:
    """Fits, one after the other."""
    for _ in range(FITS):
        found = model.fit(answers)
    return {"paths": list(found.path_coefficients.values()), "times": FITS}


def resample() -> dict[str, object]:
    """All resamples: paths, loadings, weights, R², effects, indices and HTMT."""
    found = fitted.bootstrap(RESAMPLES, 1)
    return {"errors": list(found.standard_errors["path_coefficients"].values()), "times": found.n_resamples}


FITS, RESAMPLES = 50, 10_000
serve(fit if path.stem == "fit" else resample)
