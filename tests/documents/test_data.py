"""JSON: for programs. Nothing is rounded, keys stay, words come with their template."""

from __future__ import annotations

import json
from typing import Any

from regulars.documents import to_json
from regulars.language import Language


def test_a_figure_is_whole(report: Any) -> None:
    """Value, limits, kind, n, missing, method, at full precision."""
    figure = json.loads(to_json(report))["reports"][0]["figures"]["csat"]

    assert figure == {
        "label": "Satisfied guests", "value": 0.820717, "low": 0.805633, "high": 0.834861, "kind": "share",
        "currency": None, "n": 2656, "n_missing": 175, "exact": "82.07% (80.56–83.49)",
        "method": {
            "text": "Share of the top two answers; Wilson interval.", "template": "{words}",
            "values": {"words": "Share of the top two answers; Wilson interval."},
        },
        "note": None,
        "definition": {
            "text": "Share of guests who chose one of the two best answers.", "template": "{words}",
            "values": {"words": "Share of guests who chose one of the two best answers."},
        },
    }  # fmt: skip


def test_a_table_is_a_list_of_rows(report: Any) -> None:
    """Cells by the key of their column; what is not a number is null, what is missing says why."""
    sections = {section["key"]: section for section in json.loads(to_json([report]))["reports"][0]["sections"]}

    rows = sections["priorities"]["table"]["rows"]
    assert rows[0]["score"] == {"value": 58, "low": 56, "high": 60, "kind": "index", "currency": None}
    assert rows[0]["guests"] == 374
    assert rows[0]["cost"] == {"amount": "18250.50", "currency": "CNY"}
    assert rows[0]["since"] == "2026-11-09"
    assert rows[0]["action"]["text"] == "Second supplier trial"
    assert rows[2]["score"] == {"missing": "4 of 30"}
    assert rows[2]["cost"] == 12.3456
    assert rows[3]["score"]["value"] is None
    assert sections["importance"]["table"]["references"] == {"performance": 75.7, "importance": 0.1}


def test_words_follow_the_language_and_keys_do_not(report: Any) -> None:
    """The same keys in the same order in both languages."""

    def keys(value: Any) -> Any:
        if isinstance(value, dict):
            return [(key, keys(part)) for key, part in value.items()]
        return [keys(part) for part in value] if isinstance(value, list) else None

    english, chinese = (json.loads(to_json(report, language)) for language in Language)
    assert keys(english) == keys(chinese)
    assert chinese["language"] == "zh-Hans"
    assert chinese["reports"][0]["conclusion"]["text"].startswith("早餐是最短的木板")


def test_hostile_words_are_kept_as_they_are(hostile: Any) -> None:
    """A program gets the data, control characters and all, and no invalid JSON."""
    data = json.loads(to_json(hostile))["reports"][0]

    assert data["title"] == "<script>alert(1)</script>"
    names = {row["name"] for section in data["sections"] if section["table"] for row in section["table"]["rows"]}
    assert "{{ 7*7 }}\x07" in names
