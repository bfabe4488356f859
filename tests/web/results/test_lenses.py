"""The lenses as a page and a file: the figures of the insight, under the filters and the promises of the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.web.results.samples import UNITS

from regulars.documents.view import view
from regulars.facts import open_facts
from regulars.insights.lenses import LENSES, lens_named, through
from regulars.insights.scope import Scope
from regulars.language import Language
from regulars.survey import ResponseMapping
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.files.models import StoredFile
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import run_job

pytestmark = pytest.mark.django_db
URL = "/results/visits/lenses/"


def told(home: Path, name: str, privacy: str) -> None:
    """Visits to three hotels: the system works, the staff of the harbour are cold."""
    rng = np.random.default_rng(8)
    unit = [UNITS[i % 3] for i in range(240)]
    cold = np.array([2.3 if one == "harbour" else 0.0 for one in unit])
    columns = {
        "prompt": np.clip(np.round(rng.normal(4.2, 0.7, 240)), 1, 5).astype(int),
        "polite": np.clip(np.round(rng.normal(4.3, 0.7, 240) - cold), 1, 5).astype(int),
        "overall": np.clip(np.round(rng.normal(3.8, 0.8, 240)), 1, 5).astype(int),
    }
    table = {"response": [f"{name}{i}" for i in range(240)], "at": ["2026-10-01"] * 240, "unit": unit, **columns}
    file = home / f"{name}.parquet"
    pq.write_table(pa.table(table), file)
    scale = {"scale": {"low": 1, "high": 5}}
    items = {
        "prompt": {"role": "attribute", "label": "Prompt", "tags": ["procedural"], **scale},
        "polite": {"role": "attribute", "label": "Polite", "tags": ["personal"], **scale},
        "overall": {"role": "overall", "label": "Overall", **scale},
    }
    head = {"name": name, "title": {"en": "Visits", "zh": "到访"}, "sample": "census", "privacy": privacy}
    mapping = {"survey": head, "source": name, "response": "response", "at": "at", "unit": "unit", "items": items}
    open_facts(home / "facts").import_responses(file, ResponseMapping.from_dict(mapping))


@pytest.fixture(autouse=True)
def visits(answered: None, home: Path) -> None:
    told(home, "visits", "identified")


def test_the_page_has_the_figures_of_the_insight(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    page = client_of(people.administrator).get(f"{URL}?lens=service").content.decode()
    lens = lens_named("service")
    assert lens is not None
    said = view(through(facts(), "visits", lens, scope=Scope.whole(purpose="test")), Language.ENGLISH)

    for section in said.sections:
        assert section.table is not None
        for row in section.table.rows:
            assert all(cell.value in page for cell in row.cells[1:])
    assert "Factory" in page
    assert ">Harbour</a>" in page  # the unit by its name, with its answers behind it
    assert 'aria-label="Dealers: not asked"' in page
    assert 'href="/results/visits/lenses/"' in client_of(people.administrator).get("/results/visits/").content.decode()


def test_without_a_name_it_is_the_first_that_the_survey_fills(
    people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    client = client_of(people.viewer)

    assert "<h1>Types of service</h1>" in client.get(URL).content.decode()
    assert client.get(f"{URL}?lens=nonsense").status_code == 404
    assert client.get("/results/none/lenses/").status_code == 404


@pytest.mark.parametrize("key", [lens.key for lens in LENSES])
def test_every_lens_answers_in_both_languages(
    people: SimpleNamespace, client_of: Callable[[Any], Any], key: str
) -> None:
    client = client_of(people.administrator)
    for language in Language:
        client.cookies["regulars_language"] = language.value
        assert client.get(f"{URL}?lens={key}").status_code == 200


def test_filters_stay_and_somebody_elses_unit_is_not_found(
    people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    page = client_of(people.administrator).get(f"{URL}?lens=service&unit=harbour").content.decode()

    assert "80 answers" in page
    assert 'name="lens" value="service"' in page
    assert 'href="?lens=pyramid&amp;unit=harbour"' in page
    assert "80 answers" in client_of(people.manager).get(f"{URL}?lens=service").content.decode()
    assert client_of(people.manager).get(f"{URL}?lens=service&unit=harbour").status_code == 404


def test_where_nobody_may_be_told_apart_nothing_is_filtered_or_opened(
    people: SimpleNamespace, client_of: Callable[[Any], Any], home: Path
) -> None:
    told(home, "staff-visits", "confidential")
    page = client_of(people.administrator).get("/results/staff-visits/lenses/?lens=service&unit=harbour")

    assert "240 answers" in page.content.decode()
    assert "/results/staff-visits/answers/" not in page.content.decode()


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_lens_as_a_file(people: SimpleNamespace, client_of: Callable[[Any], Any], kind: str) -> None:
    client_of(people.manager).post("/results/visits/file/", {"kind": kind, "filters": "", "lens": "service"})
    job = Job.objects.get()
    run_job.func(job.pk)
    job.refresh_from_db()

    assert job.state == "done", job.problem
    assert StoredFile.objects.get().name == f"visits-service.{kind}"
    assert Entry.objects.get(event="results-exported").details["survey"] == "visits"


def test_no_file_of_a_lens_that_there_is_not(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    answer = client_of(people.manager).post("/results/visits/file/", {"kind": "pdf", "filters": "", "lens": "../x"})

    assert answer.status_code == 404
    assert not Job.objects.exists()
