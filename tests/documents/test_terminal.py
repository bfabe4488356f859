"""The terminal: 80 columns, straight edges in Chinese too, no colour where nobody can see it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from regulars.documents import print_report
from regulars.language import Language


def printed(report: Any, language: Language, **options: Any) -> str:
    out = io.StringIO()
    print_report(report, language, Console(file=out, **{"width": 80, **options}))
    return out.getvalue()


@pytest.mark.parametrize("language", list(Language))
def test_no_line_is_wider_than_the_terminal(report: Any, language: Language) -> None:
    """Han characters take two places; nothing breaks the edge, and nothing is lost by an ellipsis."""
    text = printed(report, language)

    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "…" not in text


def test_figures_stand_with_their_exact_numbers(report: Any) -> None:
    """Value, interval and n on one line."""
    lines = [" ".join(line.split()) for line in printed(report, Language.ENGLISH, width=120).splitlines()]

    assert "Recommendation (NPS) 39.84 (37.22–42.47) 2,597 91" in lines
    assert "Satisfied guests 82.07% (80.56–83.49) 2,656 175" in lines


def test_bars_grow_with_their_value(report: Any) -> None:
    """Worst first means shortest first; a row without a value says why and has no bar."""
    lines = printed(report, Language.ENGLISH).splitlines()
    start = lines.index("Weakest plank first")
    rows = lines[start + 3 : start + 14]

    lengths = [line.count("█") for line in rows]
    assert lengths[:10] == sorted(lengths[:10])
    assert lengths[0] > 0
    assert lengths[10] == 0
    assert rows[10].split() == ["Spa", "4", "answers", "of", "30"]


def test_no_escape_codes_unless_a_terminal_reads(report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets plain text; a terminal gets colour, unless NO_COLOR is set."""
    assert "\x1b" not in printed(report, Language.ENGLISH)
    assert "\x1b[" in printed(report, Language.ENGLISH, force_terminal=True)

    monkeypatch.setenv("NO_COLOR", "1")
    plain = printed(report, Language.ENGLISH, force_terminal=True)
    assert "38;5" not in plain


def test_hostile_words_cannot_steer_the_terminal(hostile: Any) -> None:
    """Brackets are no markup, control characters are gone."""
    text = printed(hostile, Language.ENGLISH)

    assert "<script>alert(1)</script> is the weakest." in text
    assert not set(text) & set("\x07\x1b\u202e")
    assert "There is nothing to show here yet." in text


def test_narrow_terminals_do_not_fail(report: Any) -> None:
    """40 columns: bars give way, numbers stay."""
    text = printed(report, Language.CHINESE, width=40)

    assert max(cell_len(line) for line in text.splitlines()) <= 40
