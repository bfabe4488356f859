"""A backup is one whole file, and what comes out of it is what went in, or nothing."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regulars.facts import DiskFullError, archive, open_facts, saving
from regulars.facts.archive import ArchiveError

ROWS = tuple({"purchase": f"P{i}", "customer": f"person-{i % 3}", "amount": i + 1} for i in range(6))


@pytest.fixture
def saved(put, facts, tmp_path) -> Path:
    put(*ROWS[:3])
    put(*ROWS[3:])
    saving.save_facts(facts, tmp_path / "one.regulars")
    return tmp_path / "one.regulars"


def bring_back(file: Path, home: Path) -> Any:
    found = archive.read(file)
    saving.check_version(found)
    saving.check_empty(home)
    saving.stage(file, found, home)
    saving.put_in_place(home)
    return open_facts(home / "facts")


def test_what_comes_out_is_what_went_in(saved, facts, tmp_path) -> None:
    back = bring_back(saved, tmp_path / "back")

    assert back.purchase_summary().equals(facts.purchase_summary())
    assert [one.import_id for one in back.imports()] == [one.import_id for one in facts.imports()]
    back.undo_last_import()  # what it needs for that is there, too
    assert back.purchase_totals().lines == 3
    assert facts.purchase_totals().lines == 6
    assert saved.stat().st_mode & 0o077 == 0
    assert [one.name for one in (facts.home / "stage").glob("*/")] == []


def test_what_is_erased_while_the_file_is_packed_stays_whole_in_it(saved, facts, tmp_path, monkeypatch) -> None:
    """Erasing takes files away; the backup has the moment when it began, and no torn table."""
    write = archive.write

    def erased_first(*arguments: Any) -> Any:
        facts.erase_customers(["person-1"])
        return write(*arguments)

    monkeypatch.setattr(saving, "write", erased_first)
    saving.save_facts(facts, tmp_path / "two.regulars")

    assert bring_back(tmp_path / "two.regulars", tmp_path / "back").purchase_totals().lines == 6
    assert facts.purchase_totals().lines == 4


@pytest.mark.parametrize("name", ["one.regulars", "facts/inside.regulars", "nowhere/two.regulars"])
def test_no_file_is_written_over_or_lost_with_the_folder(saved, facts, tmp_path, name) -> None:
    before = saved.read_bytes()

    with pytest.raises(ArchiveError):
        saving.save_facts(facts, tmp_path / name)

    assert saved.read_bytes() == before


def test_no_room_leaves_no_half_file(saved, facts, tmp_path, monkeypatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "kept").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError, match="There is no room left to write to"):
            archive.write(tmp_path / "kept" / "two.regulars", [("a", saved)], archive.read(saved))
        assert list((tmp_path / "kept").iterdir()) == []
        with pytest.raises(DiskFullError):
            saving.stage(saved, archive.read(saved), tmp_path / "back")
    assert not (tmp_path / "back").exists()


def spoil(file: Path, how: str) -> None:
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as packed:
        largest = max(packed.infolist(), key=lambda one: one.file_size)
    if how == "a byte":
        content[largest.header_offset + 200] ^= 1
    elif how == "the end":
        del content[len(content) // 2 :]
    elif how == "nothing of ours":
        content = bytearray(b"not a backup")
    file.write_bytes(content)


@pytest.mark.parametrize("how", ["a byte", "the end", "nothing of ours"])
def test_a_damaged_file_is_refused_and_leaves_nothing(saved, tmp_path, how) -> None:
    spoil(saved, how)

    with pytest.raises(ArchiveError, match="is damaged, or no backup of Regulars"):
        bring_back(saved, tmp_path / "back")

    assert not (tmp_path / "back").exists()


def rewritten(file: Path, **changes: Any) -> Path:
    """The same backup with another manifest."""
    other = file.with_name("other.regulars")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for one in old.infolist():
            content = old.read(one)
            if one.filename == archive.MANIFEST:
                content = json.dumps({**json.loads(content), **changes}).encode()
            new.writestr(one.filename, content)
    return other


@pytest.mark.parametrize(
    "changes", [{"format": 2}, {"regulars": "99.1.0"}, {"facts_format": 2}, {"contracts": {"purchases": 2}}]
)
def test_a_newer_backup_is_refused_in_words(saved, tmp_path, changes) -> None:
    with pytest.raises(ArchiveError, match=r"made by (a newer )?Regulars"):
        bring_back(rewritten(saved, **changes), tmp_path / "back")

    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "facts/../../outside"])
def test_nothing_is_unpacked_outside_of_the_folder(saved, tmp_path, name) -> None:
    with pytest.raises(ArchiveError, match="damaged"):
        archive.read(rewritten(saved, members=[{"name": name, "size": 1, "sha256": "0"}]))


def test_a_folder_that_holds_something_is_left_alone(saved, tmp_path) -> None:
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "mine.txt").write_text("mine")

    with pytest.raises(ArchiveError, match=r"is not empty \(mine.txt\)"):
        bring_back(saved, tmp_path / "back")

    assert [one.name for one in (tmp_path / "back").iterdir()] == ["mine.txt"]


def test_a_restore_that_was_killed_is_begun_again(saved, tmp_path) -> None:
    saving.stage(saved, archive.read(saved), tmp_path / "back")

    assert bring_back(saved, tmp_path / "back").purchase_totals().lines == 6


def test_a_table_gets_the_columns_of_this_version(put, facts, monkeypatch) -> None:
    """And says what it got; a second time there is nothing to do."""
    put(*ROWS)
    contract = facts.purchases_table.contract
    later = replace(contract, columns=(*contract.columns, replace(contract.columns[-1], name="till")))
    monkeypatch.setattr(facts.purchases_table, "contract", later)

    assert facts.purchases_table.lacking() == ["till"]
    assert facts.upgrade() == {"purchases": ["till"]}
    assert facts.upgrade() == {}
    assert facts.purchase_totals().lines == 6
