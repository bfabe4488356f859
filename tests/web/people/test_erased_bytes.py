"""An erased customer is not in the files of the database either, neither in free pages nor in the log."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import connection, connections

from regulars.web import environment
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL empties its own log")
def test_no_byte_stays(tmp_path: Path, transactional_db: None) -> None:
    """The tests' own database may live in memory: this one is a file, opened as an install opens it."""
    file = tmp_path / "regulars.sqlite3"
    with sqlite3.connect(file) as other:
        connection.connection.backup(other)
    settings = {**connections["default"].settings_dict, **environment.sqlite(file)}
    before = connection.settings_dict
    held, connection.connection, connection.settings_dict = connection.connection, None, settings
    try:
        Customer.objects.create(number="G-77", key=7, name="Zyxwvut", email="zyxwvut@example.org")
        assert b"yxwvut" in _bytes(tmp_path)

        erase_people(["G-77"])

        assert b"yxwvut" not in _bytes(tmp_path)
    finally:
        connection.connection.close()
        connection.connection, connection.settings_dict = held, before


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("regulars.sqlite3*")))
