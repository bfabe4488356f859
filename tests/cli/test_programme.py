"""``regulars programme``: what cannot be asked is named."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["everything"], "There is no page “everything”. Choose one of: scorecard, signals, problems"),
        (["signals", "--period", "day"], "There is no period “day”."),
        (["scorecard"], "Start it first: regulars up"),
    ],
)
def test_what_cannot_be_asked_is_named(regulars, options: list[str], said: str) -> None:
    done = regulars("programme", *options)

    assert done.code != 0
    assert said in " ".join(done.err.split())
