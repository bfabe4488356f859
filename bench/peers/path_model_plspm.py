"""Worker: the same model by plspm, as its documentation shows it; its resamples run in a process of their own."""

import sys
from pathlib import Path

import numpy as np
import pandas
from plspm.config import MV, Config, Structure
from plspm.mode import Mode
from plspm.plspm import Plspm
from plspm.scale import Scale
from plspm.scheme import Scheme

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve

path = Path(sys.argv[1])
answers = pandas.DataFrame(dict(np.load(path)))
BLOCKS = {"Image": "IMAG", "Expectation": "CUEX", "Quality": "PERQ", "Value": "PERV"}
BLOCKS |= {"Satisfaction": "CUSA", "Complaints": "CUSCO", "Loyalty": "CUSL"}
LEADS = {
    "Image": ["Expectation", "Satisfaction", "Loyalty"],
    "Expectation": ["Quality", "Value", "Satisfaction"],
    "Quality": ["Value", "Satisfaction"],
    "Value": ["Satisfaction"],
    "Satisfaction": ["Complaints", "Loyalty"],
    "Complaints": ["Loyalty"],
}
arrows = Structure()
for cause, effects in LEADS.items():
    arrows.add_path([cause], effects)
config = Config(arrows.path(), scaled=True, default_scale=Scale.NUM)
for name, start in BLOCKS.items():
    config.add_lv(name, Mode.A, *(MV(column) for column in answers.columns if column.startswith(start)))
RESAMPLES = 20


def resample() -> dict[str, object]:
    """A fit and its resamples: paths, loadings, weights, R² and effects, without HTMT."""
    found = Plspm(answers, config, Scheme.PATH, bootstrap=True, bootstrap_iterations=RESAMPLES, processes=1)
    return {"paths": len(found.bootstrap().paths()), "times": RESAMPLES}


serve(resample)
