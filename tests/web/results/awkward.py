"""Surveys that nobody hopes for, each imported as any file is: made once and copied into the home of each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from tests.web.results.samples import LAST

from regulars.facts import Facts, open_facts
from regulars.survey import ResponseMapping

HAN = (
    "服务人员在办理入住手续时的态度热情周到并且能够主动介绍酒店的"
    "各项设施与早餐时间以及周边交通情况还会帮助客人搬运行李到房间"
)
LATIN = "Zufriedenheitsbefragungsfragebogenbearbeitungsgeschwindigkeit"
ARABIC, HEBREW = "جودة وجبة الإفطار في الفندق", "איכות השירות בקבלה"
BIDI = "\u202eأسعار\u2066 50 \u2069% \u200f(جيدة)"  # an override and an isolate that nobody closes
EMOJI = "🛎️👩‍👩‍👧‍👦 Réception ☕ e\u0301\u0302\u0323\u0330"
STACKED = "Z" + "\u0301\u0302\u0303\u0323\u0330" * 6 + "immer"
MARKUP = '<script>alert(1)</script><b>bold</b> & "quoted"'
TYPST = "#set page(width: 1cm) *bold* _thin_ $x^2$ @ref <label> \\ // `raw` #pagebreak() [x]"
FORMULA = '=HYPERLINK("https://example.com","x")'
BRACES = "{n} {0} {item} %s %(x)s {{ x }} {% y %}"
NUL = "One\x07two\u2028three\ufffetail"
PLAIN = ("Breakfast", "Room", "Price")


@dataclass(frozen=True)
class Awkward:
    """``labels``: of the overall item, three attributes, recommendation, a choice and a comment."""

    n: int = 240
    title: str = "Guests"
    labels: tuple[str, ...] = ("Stay as a whole", *PLAIN, "Recommend", "Reason", "Anything else?")
    units: tuple[str, ...] = ("lakeside", "harbour", "station")
    waves: tuple[str, ...] = ()
    options: tuple[str, str] = ("Business", "Leisure")
    comment: str = "cold eggs"
    change: Callable[[dict[str, list[Any]]], Mapping[str, list[Any]]] = field(default=lambda rows: rows)
    text_only: bool = False


def _all(value: int) -> Callable[[dict[str, list[Any]]], Mapping[str, list[Any]]]:
    keys = ("overall", "a0", "a1", "a2", "recommend")
    return lambda rows: {**rows, **{key: [value] * len(rows["at"]) for key in keys}}


def _skipped(rows: dict[str, list[Any]]) -> Mapping[str, list[Any]]:
    """Nobody answered the second attribute; of the choice only one did."""
    n = len(rows["at"])
    return {**rows, "a1": [None] * n, "reason": ["a", *[None] * (n - 1)]}


def _hidden_few(rows: dict[str, list[Any]]) -> Mapping[str, list[Any]]:
    """Three answers are of a unit of its own."""
    return {**rows, "unit": ["tiny", "tiny", "tiny", *rows["unit"][3:]]}


def _gone(rows: dict[str, list[Any]]) -> Mapping[str, list[Any]]:
    """The second wave no longer asks for the third attribute nor for the choice."""
    late = [wave == "2026" for wave in rows["wave"]]
    return {
        **rows,
        **{key: [None if no else one for no, one in zip(late, rows[key], strict=True)] for key in ("a2", "reason")},
    }


def _named(words: tuple[str, str, str], *, text: str | None = None) -> dict[str, Any]:
    """The same words wherever words may stand."""
    first, second, third = words
    return {
        "title": first,
        "labels": (second, first, second + " 2", third, first + " 3", third + " 2", second + " 4"),
        "units": (first[:80], second[:80], third[:80]),
        "options": (first, third),
        "waves": (second[:60], first[:60]),
        "comment": text or " ".join(words),
    }


SURVEYS: dict[str, Awkward] = {
    "one": Awkward(n=1),
    "equal": Awkward(n=60, change=_all(5)),
    "equal-low": Awkward(n=60, change=_all(1)),
    "skipped": Awkward(change=_skipped),
    "few": Awkward(change=_hidden_few),
    "gone": Awkward(waves=("2025", "2026"), change=_gone),
    "units": Awkward(n=6400, units=tuple(f"shop-{i:03}" for i in range(200))),
    "long": Awkward(**_named((HAN, HAN[::-1], HAN[7:] + HAN[:7]))),
    "latin": Awkward(**_named((LATIN, LATIN[::-1], LATIN.upper()))),
    "right-to-left": Awkward(**_named((ARABIC, HEBREW, BIDI))),
    "emoji": Awkward(**_named((EMOJI, STACKED, "🏨" * 30))),
    "hostile": Awkward(**_named((MARKUP, TYPST, FORMULA), text=BRACES)),
    "braces": Awkward(**_named((BRACES, NUL, "@SUM(A1) |cmd /c calc"))),
    "texts": Awkward(text_only=True),
}  # fmt: skip


def rows(asked: Awkward, seed: int = 11) -> dict[str, list[Any]]:
    """The answers, the first attribute by far the worst."""
    rng, n = np.random.default_rng(seed), asked.n
    marks = np.clip(np.round(rng.normal([2.4, 4.1, 3.6], 0.9, (n, 3))), 1, 5)
    overall = np.clip(np.round(marks @ [0.6, 0.2, 0.2] + rng.normal(0, 0.5, n)), 1, 5)
    found: dict[str, list[Any]] = {
        "at": [f"{LAST - timedelta(days=i * 200 // n)} 12:00:00" for i in range(n)],
        "unit": [asked.units[i % len(asked.units)] for i in range(n)],
        "wave": [asked.waves[::-1][i * len(asked.waves) // n] if asked.waves else None for i in range(n)],
        "overall": overall.astype(int).tolist(),
        **{f"a{j}": marks[:, j].astype(int).tolist() for j in range(3)},
        "recommend": np.clip(np.round(2 * overall + rng.normal(0, 1, n)), 0, 10).astype(int).tolist(),
        "reason": [("a", "b")[i % 2] for i in range(n)],
        "comment": [asked.comment if i % 3 == 0 else None for i in range(n)],
    }
    return dict(asked.change(found))


def mapping(name: str, asked: Awkward, privacy: str) -> ResponseMapping:
    """What a file of such rows is read by."""
    overall, *attributes, recommend, reason, comment = asked.labels
    scale = {"low": 1, "high": 5}
    items: dict[str, Any] = {
        "overall": {"role": "overall", "scale": scale, "label": overall},
        **{f"a{i}": {"role": "attribute", "scale": scale, "label": label} for i, label in enumerate(attributes)},
        "recommend": {"kind": "nps", "label": recommend},
        "reason": {"kind": "choice", "label": reason, "options": dict(zip("ab", asked.options, strict=True))},
        "comment": {"kind": "text", "label": comment},
    }
    if asked.text_only:
        items = {"comment": items["comment"]}
    columns = {"at": "at", "unit": "unit", **({"wave": "wave"} if asked.waves else {})}
    head = {"name": name, "title": asked.title, "privacy": privacy}
    return ResponseMapping.from_dict({"survey": head, "source": "test", **columns, "items": items})


def add(facts: Facts, folder: Path, name: str, asked: Awkward, privacy: str) -> None:
    """Import one of them."""
    file = folder / "rows.parquet"
    content = rows(asked)
    wanted = {
        "at",
        "unit",
        *(["wave"] if asked.waves else []),
        *(["comment"] if asked.text_only else set(content) - {"wave"}),
    }
    pq.write_table(pa.table({key: values for key, values in content.items() if key in wanted}), file)
    facts.import_responses(file, mapping(name, asked, privacy))
    file.unlink()


SECRETS = ("one", "equal", "skipped", "few", "gone", "units", "hostile")


def secret(name: str) -> str:
    """The name of the same survey in which nobody may be told apart."""
    return f"{name}-secret"


@lru_cache
def made() -> Path:
    """The facts: each survey, and some of them as a confidential one too."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-awkward-"))
    facts = open_facts(folder / "facts")
    for name, asked in SURVEYS.items():
        add(facts, folder, name, asked, "identified")
        if name in SECRETS:
            add(facts, folder, secret(name), asked, "confidential")
    return folder / "facts"


def facts_in(home: Path) -> None:
    """Copy them into a home, in place of whatever is there."""
    shutil.rmtree(home / "facts", ignore_errors=True)
    shutil.copytree(made(), home / "facts")
