"""The same file by the page and by the command line gives the same numbers: each real input that has a mapping.

Half a million invoice lines take too long to go in three times on every change: ``prove/imports_by_page.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulars.cli.main import main
from regulars.facts import open_facts

MAPPINGS = Path(__file__).parents[3] / "examples" / "mappings"
COUNTS = ("rows", "new", "known", "replaced", "erased", "n_bad", "n_bad_values", "walk_ins", "anonymous")


@pytest.fixture
def both(desk, reference_data, tmp_path, monkeypatch, capsys):
    """Bring a file in twice, by the command line and by the page, each into a home of its own."""
    monkeypatch.setenv("REGULARS_LANGUAGE", "en")
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "cli"))

    def bring(kind, file, mapping):
        path, words = reference_data / file, MAPPINGS / mapping
        code = main(["import", kind, str(path), "--map", str(words), "--json"])
        told = json.loads(capsys.readouterr().out)
        desk.send(path.name, path.read_bytes(), kind, mapping=SimpleUploadedFile(mapping, words.read_bytes()))
        checked = desk.check().context["report"]["n"]
        shown = desk.run().context["report"]["n"]
        from regulars.web.facts import facts

        return SimpleNamespace(
            code=code,
            told={name: told[name] for name in COUNTS},
            checked={name: checked[name] for name in COUNTS},
            shown={name: shown[name] for name in COUNTS},
            by_command=open_facts(tmp_path / "cli" / "facts"),
            by_page=facts(),
        )

    return bring


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.reference
@pytest.mark.parametrize(
    ("file", "mapping", "lines", "buyers"),
    [
        ("cdnow-sample/cdnowElog.csv", "cdnow.yaml", 6919, 2357),
        ("cdnow-sample/CDNOW_sample.txt", "cdnow-text.yaml", 6919, 2357),
    ],
)
def test_purchases(both, file, mapping, lines, buyers):
    found = both("purchases", file, mapping)

    assert found.code == 0
    assert found.shown == found.checked == found.told
    assert found.shown["rows"] == found.shown["new"] == lines
    assert found.by_page.purchase_totals() == found.by_command.purchase_totals()
    assert found.by_page.purchase_summary().num_rows == buyers


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.reference
def test_answers(both):
    found = both("responses", "sfo-2017/2017_SFO_Customer_Survey.csv.gz", "sfo-2017.yaml")
    page, command = (facts.answers("sfo-2017").to_pyarrow() for facts in (found.by_page, found.by_command))
    items, told = (
        {item.key: item for item in facts.survey("sfo-2017").items} for facts in (found.by_page, found.by_command)
    )

    assert found.code == 0
    assert found.shown == found.checked == found.told
    assert found.shown["rows"] == found.shown["new"] == page.num_rows == 2831
    # The page lists items in the order of the file, a mapping in its own.
    names = sorted(command.column_names)
    assert sorted(page.column_names) == names
    assert page.select(names).sort_by("response").equals(command.select(names).sort_by("response"))
    assert items == told
