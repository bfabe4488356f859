"""The numbers of a path model by plspm: reads a task, writes them as JSON. Runs in plspm's own environment."""

import json
import sys

import pandas
from plspm.config import MV, Config, Structure
from plspm.mode import Mode
from plspm.plspm import Plspm
from plspm.scale import Scale
from plspm.scheme import Scheme

SCHEMES = {"path": Scheme.PATH, "factor": Scheme.FACTORIAL, "centroid": Scheme.CENTROID}


def by_path(frame):
    """A table with a column for each cause, as "cause|effect"."""
    return {f"{a}|{b}": float(frame.loc[b, a]) for a in frame.columns for b in frame.index if frame.loc[b, a]}


task = json.load(sys.stdin)
structure = Structure()
for cause, effect in task["paths"]:
    structure.add_path([cause], [effect])
config = Config(structure.path(), scaled=True, default_scale=Scale.NUM)
for name, items in task["blocks"].items():
    config.add_lv(name, Mode.B if task["modes"].get(name) == "B" else Mode.A, *map(MV, items))
model = Plspm(
    pandas.DataFrame(task["answers"], dtype=float), config, SCHEMES[task["scheme"]], iterations=3000, tolerance=1e-12
)
outer, several = model.outer_model(), [name for name, items in task["blocks"].items() if len(items) > 1]
reflective = [name for name in several if task["modes"].get(name) != "B"]
summary, unity, effects = model.inner_summary(), model.unidimensionality(), model.effects()
json.dump(
    {
        "numbers": {
            "path_coefficients": by_path(model.path_coefficients()),
            "loadings": outer["loading"].to_dict(),
            "weights": outer["weight"].to_dict(),
            "communality": outer["communality"].to_dict(),
            "r_squared": {name: v for name, v in summary["r_squared"].to_dict().items() if v},
            "r_squared_adjusted": {
                name: v for name, v in summary["r_squared_adj"].to_dict().items() if summary["r_squared"][name]
            },
            "redundancy": {
                name: v for name, v in summary["mean_redundancy"].to_dict().items() if summary["r_squared"][name]
            },
            "ave": {name: float(summary["ave"][name]) for name in reflective},
            "alpha": {name: float(unity["cronbach_alpha"][name]) for name in reflective},
            "total_effects": {f"{row['from']}|{row['to']}": float(row["total"]) for _, row in effects.iterrows()},
            "indirect_effects": {f"{row['from']}|{row['to']}": float(row["indirect"]) for _, row in effects.iterrows()},
            "gof": {"gof": float(model.goodness_of_fit())},
        }
    },
    sys.stdout,
)
