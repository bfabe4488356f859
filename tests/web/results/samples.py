"""A survey with answers of three hotels, made once and copied into the home of each test."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.facts import open_facts
from regulars.language import Text
from regulars.survey import Item, ItemKind, ResponseMapping, Role, SampleKind, Scale, Survey

RATING = Scale(1, 5)
UNITS = ("lakeside", "harbour", "station")
LAST = date(2026, 11, 20)


def survey(name: str = "guests", privacy: str = "identified") -> Survey:
    """Overall, two attributes, recommendation, a comment."""
    return Survey(
        name=name,
        title=Text({"en": "Guest satisfaction", "zh": "客人满意度"}),
        items=(
            Item("overall", ItemKind.RATING, Text({"en": "Stay as a whole", "zh": "总体"}), Role.OVERALL, RATING),
            Item("breakfast", ItemKind.RATING, Text({"en": "Breakfast", "zh": "早餐"}), Role.ATTRIBUTE, RATING),
            Item("room", ItemKind.RATING, Text({"en": "Room", "zh": "客房"}), Role.ATTRIBUTE, RATING),
            Item("recommend", ItemKind.NPS, Text({"en": "Recommend", "zh": "推荐"}), Role.RECOMMEND, Scale(0, 10)),
            Item("comment", ItemKind.TEXT, Text({"en": "Anything else?", "zh": "还有什么？"})),
        ),
        sample=SampleKind.OPT_IN,
        privacy=privacy,
    )


def rows(n: int, seed: int = 1, units: tuple[str, ...] = UNITS) -> dict[str, list[Any]]:
    """Guests whose overall rating follows breakfast, which is worst at the harbour."""
    rng = np.random.default_rng(seed)
    unit = [units[i % len(units)] for i in range(n)]
    bad = np.array([1.0 if one == "harbour" else 0.0 for one in unit])
    breakfast = np.clip(np.round(rng.normal(3.2 - bad, 1, n)), 1, 5)
    room = np.clip(np.round(rng.normal(4.3, 0.7, n)), 1, 5)
    overall = np.clip(np.round(0.7 * breakfast + 0.3 * room + rng.normal(0, 0.5, n)), 1, 5)
    return {
        "response": [f"r{seed}-{i}" for i in range(n)],
        "customer": [f"g{i}" for i in range(n)],
        "at": [f"{LAST - timedelta(days=i * 200 // n)} 12:00:00" for i in range(n)],
        "unit": unit,
        "overall": overall.astype(int).tolist(),
        "breakfast": breakfast.astype(int).tolist(),
        "room": room.astype(int).tolist(),
        "recommend": np.clip(np.round(2 * overall + rng.normal(0, 1, n)), 0, 10).astype(int).tolist(),
        "comment": [f"<b>Cold</b> eggs {i}" if i % 5 == 0 else None for i in range(n)],
    }


def mapping(asked: Survey, *, weight: str | None = None) -> ResponseMapping:
    """Columns as they are called; ``weight`` names the one with survey weights."""
    scale = {"low": 1, "high": 5}
    items = {
        "overall": {"role": "overall", "scale": scale},
        "breakfast": {"role": "attribute", "scale": scale},
        "room": {"role": "attribute", "scale": scale},
        "recommend": {"kind": "nps"},
        "comment": {"kind": "text"},
    }
    labels = {item.key: {"label": dict(item.label.words)} for item in asked.items}
    head = {"name": asked.name, "title": dict(asked.title.words), "sample": "opt-in", "privacy": asked.privacy}
    return ResponseMapping.from_dict(
        {
            "survey": head,
            "source": "test",
            "response": "response",
            "customer": "customer",
            "at": "at",
            "unit": "unit",
            **({"weight": weight} if weight else {}),
            "items": {key: {**more, **labels[key]} for key, more in items.items()},
        }
    )


def add(folder: Path, asked: Survey, content: dict[str, list[Any]]) -> None:
    """Import rows into the facts of a folder."""
    file = folder.parent / "rows.parquet"
    pq.write_table(pa.table(content), file)
    open_facts(folder).import_responses(file, mapping(asked))
    file.unlink()


@lru_cache
def made() -> Path:
    """The facts: an identified survey of 1,500 answers, a confidential one of 600, one with hardly any answers."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-results-")) / "facts"
    add(folder, survey(), rows(1500))
    add(folder, survey("staff", "confidential"), rows(600, seed=2))
    add(folder, survey("new"), rows(4, seed=3))
    return folder


def facts_in(home: Path) -> None:
    """Copy them into a home."""
    if not (home / "facts").exists():
        shutil.copytree(made(), home / "facts")
