"""Published data go in as anybody's file does, by the command line, and are reported in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from regulars.cli.main import main
from regulars.facts import Facts, open_facts


@dataclass(frozen=True)
class House:
    """A home of its own and the commands in it."""

    home: Path
    data: Path
    read: Callable[[], Any]

    def run(self, *arguments: object, language: str = "en") -> str:
        """A command that has to work; what it prints."""
        self.read()
        assert main(["--language", language, *map(str, arguments)]) == 0
        return str(self.read().out)

    def json(self, *arguments: object) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def run_json(self, *arguments: object, language: str = "en") -> Any:
        return json.loads(self.run(*arguments, "--json", language=language))

    @property
    def facts(self) -> Facts:
        return open_facts(self.home / "facts")


@pytest.fixture
def house(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reference_data: Path, capsys: pytest.CaptureFixture[str]
) -> House:
    """An empty house beside the published data."""
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "140")
    return House(tmp_path / "home", reference_data, capsys.readouterr)
