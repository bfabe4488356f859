"""Customer ids: one way to write them, random keys in their place, and the erased stay out."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.facts.keys import FileKeys, canonical_customer, canonical_customer_sql


@pytest.fixture
def db():
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    "value", [17850, 17850.0, "17850", " 17850.0 ", "17850.00", "\u00a017850\u3000", np.int64(17850), pa.scalar(17850)]
)
def test_one_person_has_one_id(value) -> None:
    assert canonical_customer(value) == "17850"


OTHERS = [
    ("0042", "0042"),
    ("", None),
    ("  ", None),
    (None, None),
    (float("nan"), None),
    ("a.0", "a.0"),
    (1.5, "1.5"),
    ("Ame\u0301lie", "Am\u00e9lie"),
]


@pytest.mark.parametrize(("value", "expected"), OTHERS)
def test_other_ids_stay_as_they_are(value, expected) -> None:
    assert canonical_customer(value) == expected


@settings(deadline=None, max_examples=60)
@given(
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
    | st.from_regex(r"\A ?-?[0-9]{1,9}(\.0*)? ?\Z")
)
def test_sql_and_python_agree(text: str) -> None:
    """The importer writes ids in SQL, an erasure in Python."""
    with duckdb.connect() as db:
        db.register("one", pa.table({"c": [text]}))

        assert db.sql(f"select {canonical_customer_sql('c')} from one").fetchone() == (canonical_customer(text),)


def test_numbers_are_written_out(db) -> None:
    rows = "(values (17850.0::double), (1e16), (1.5), ('nan'::double), (null)) t(c)"

    found = [row[0] for row in db.sql(f"select {canonical_customer_sql('c', numeric=True)} from {rows}").fetchall()]

    assert found == ["17850", "10000000000000000", "1.5", None, None]


def test_keys_are_random_stable_and_of_one_person(tmp_path, db) -> None:
    keys = FileKeys(tmp_path / "keys")
    people = "select unnest(['a', 'b', 'c']) as id"

    assert keys.create_missing(db, people) == 3
    first = keys.find(db, ["a", "b", "c"])
    assert keys.create_missing(db, "select unnest(['a', 'd']) as id") == 1
    assert FileKeys(tmp_path / "keys").find(db, ["a", "b", "c"]) == first
    assert len(set(first.values())) == 3
    assert min(first.values()) >= 0


def test_an_erased_id_never_comes_back(tmp_path, db) -> None:
    """And it stands nowhere in the folder, not even as itself in the list of the refused."""
    keys = FileKeys(tmp_path / "keys")
    keys.create_missing(db, "select unnest(['secret-id', 'other']) as id")

    keys.refuse(db, ["secret-id"])
    assert keys.create_missing(db, "select 'secret-id' as id") == 0
    keys.forget(db, ["secret-id"])

    assert keys.create_missing(db, "select unnest(['secret-id', 'third']) as id") == 1
    assert set(keys.find(db, ["secret-id", "other", "third"])) == {"other", "third"}
    assert not any(b"secret-id" in file.read_bytes() for file in (tmp_path / "keys").iterdir())


def test_a_crash_between_two_files_of_a_rewrite_is_mended(tmp_path, db) -> None:
    """The whole map stands, the maps that it replaces are still there: they count no more, and go."""
    keys = FileKeys(tmp_path / "keys")
    keys.create_missing(db, "select 'a' as id")
    keys.create_missing(db, "select 'b' as id")
    old = {file: file.read_bytes() for file in keys.folder.glob("map-*")}
    keys.forget(db, ["a"])
    for file, content in old.items():
        file.write_bytes(content)
    (keys.folder / ".half").write_bytes(b"PAR1")

    assert set(keys.find(db, ["a", "b"])) == {"b"}
    keys.clean()
    assert len(list(keys.folder.glob("map-*"))) == 1
    assert not (keys.folder / ".half").exists()


def test_only_the_owner_reads_the_map(tmp_path, db) -> None:
    keys = FileKeys(tmp_path / "keys")
    keys.create_missing(db, "select unnest(['a', 'b']) as id")
    keys.refuse(db, ["a"])
    keys.forget(db, ["a"])

    assert keys.folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in keys.folder.iterdir()} == {0o600}
    assert len(list(keys.folder.iterdir())) == 3


def test_an_older_map_is_closed_to_others(tmp_path, db) -> None:
    keys = FileKeys(tmp_path / "keys")
    keys.create_missing(db, "select 'a' as id")
    keys.folder.chmod(0o755)

    keys.clean()

    assert keys.folder.stat().st_mode & 0o777 == 0o700
