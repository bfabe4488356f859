"""One call writes any format, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regulars.documents import UnknownFormatError, UnwritableError, write_report
from regulars.documents.errors import NoReportError
from regulars.language import Language, render


@pytest.mark.parametrize("name", ["r.html", "R.PDF", "r.xlsx", "r.json"])
def test_the_suffix_decides(report: Any, name: str, tmp_path: Path) -> None:
    """Each known suffix gives a file that begins as its format does."""
    path = write_report(report, tmp_path / name, Language.ENGLISH)

    start = {".html": b"<!doctype html>", ".pdf": b"%PDF-", ".xlsx": b"PK", ".json": b"{"}[path.suffix.lower()]
    assert path.read_bytes().startswith(start)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "english"),
    [
        (
            "r.docx",
            "r.docx ends in .docx, which is no format that is written here. Known are: .html, .pdf, .xlsx, .json.",
        ),
        ("report", "report names no format. End it in one of: .html, .pdf, .xlsx, .json."),
    ],
)
def test_an_unknown_suffix_names_the_known_ones(report: Any, name: str, english: str, tmp_path: Path) -> None:
    """Before anything is drawn, and in both languages."""
    with pytest.raises(UnknownFormatError) as caught:
        write_report(report, tmp_path / name, Language.ENGLISH)

    assert str(caught.value) == english
    assert "。" in render(caught.value.message, Language.CHINESE)
    assert not any(tmp_path.iterdir())


def test_no_report_is_an_error(tmp_path: Path) -> None:
    """An empty list writes nothing."""
    with pytest.raises(NoReportError):
        write_report([], tmp_path / "r.json", Language.ENGLISH)

    assert not any(tmp_path.iterdir())


def test_a_missing_folder_is_said_plainly(report: Any, tmp_path: Path) -> None:
    """The path, the reason, the way out."""
    with pytest.raises(UnwritableError, match=r"nowhere/r\.json could not be written: No such file or directory\."):
        write_report(report, tmp_path / "nowhere" / "r.json", Language.ENGLISH)


def test_a_failure_leaves_the_old_file(report: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk while writing: the old report stays, no half file beside it."""
    path = tmp_path / "r.json"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("regulars.documents.files.os.fsync", full)
    with pytest.raises(UnwritableError, match="No space left on device"):
        write_report(report, path, Language.ENGLISH)

    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["r.json"]


@pytest.mark.parametrize("suffix", ["html", "pdf", "xlsx", "json"])
@pytest.mark.parametrize("language", list(Language))
def test_hostile_words_can_be_written_everywhere(hostile: Any, suffix: str, language: Language, tmp_path: Path) -> None:
    """Long, empty and hostile names, tables without values, kinds of chart without columns."""
    assert write_report(hostile, tmp_path / f"r.{suffix}", language).stat().st_size > 1000
