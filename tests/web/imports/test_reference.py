"""The same file by the page and by the command line gives the same numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regulars.cli.main import main
from regulars.facts import open_facts

ROOT = Path(__file__).parents[3]


@pytest.mark.django_db
@pytest.mark.reference
def test_cdnow_by_the_page_is_cdnow_by_the_command_line(desk, reference_data, tmp_path, monkeypatch, capsys):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from regulars.web.facts import facts

    file = reference_data / "cdnow-sample" / "cdnowElog.csv"
    mapping = ROOT / "examples" / "mappings" / "cdnow.yaml"
    monkeypatch.setenv("REGULARS_LANGUAGE", "en")
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "cli"))
    main(["import", "purchases", str(file), "--map", str(mapping), "--json"])
    told = json.loads(capsys.readouterr().out)

    desk.send(file.name, file.read_bytes(), mapping=SimpleUploadedFile("m.yaml", mapping.read_bytes()))
    desk.check()
    shown = desk.run().context["report"]["n"]

    assert {name: shown[name] for name in ("rows", "new", "known", "replaced", "n_bad")} == {
        name: told[name] for name in ("rows", "new", "known", "replaced", "n_bad")
    }
    assert facts().purchase_totals() == open_facts(tmp_path / "cli" / "facts").purchase_totals()
    assert facts().purchase_summary().num_rows == 2357
