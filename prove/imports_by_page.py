"""The real inputs, brought in by the page and by the command line: the same counts, the same rows.

    python prove/imports_by_page.py        writes prove/results/; REGULARS_REFERENCE_DATA names the folder of the data

Each file that has a mapping in ``examples/mappings`` goes into two homes. The page is the application itself, asked as
a browser asks it; its jobs run at once. ``tests/web/imports/test_reference.py`` does the same for the small files.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "imports_by_page.md"
MAPPINGS = ROOT / "examples" / "mappings"
INPUTS = (
    ("purchases", "cdnow-sample/cdnowElog.csv", "cdnow.yaml"),
    ("purchases", "cdnow-sample/CDNOW_sample.txt", "cdnow-text.yaml"),
    ("purchases", "online-retail-2009-2010/online_retail_2009_2010.parquet", "online-retail.yaml"),
    ("responses", "sfo-2017/2017_SFO_Customer_Survey.csv.gz", "sfo-2017.yaml"),
)
COUNTS = ("rows", "new", "known", "replaced", "erased", "n_bad", "n_bad_values", "walk_ins", "anonymous")
NAMED_BY_THE_RUN = {"customer"}  # a number drawn anew; how many there are is among the totals


def data() -> Path:
    """The folder of published data sets."""
    folder = Path(os.environ.get("REGULARS_REFERENCE_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        raise SystemExit("no reference data: set REGULARS_REFERENCE_DATA to their folder")
    return folder


def application(home: Path) -> Any:
    """The application on a home of its own; returns a browser in which an analyst is signed in."""
    os.environ["REGULARS_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
    os.environ.pop("REGULARS_DATABASE", None)
    from django.conf import settings

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from regulars.web.accounts.models import Grant, User
    from regulars.web.server.prepare import prepare

    setup_test_environment()  # a page then tells which form it showed
    prepare(lambda _: None)
    analyst = User.objects.create_user("analyst@example.com", name="Analyst")
    Grant.objects.create(user=analyst, role="analyst")
    client = Client(HTTP_HOST="localhost")
    client.force_login(analyst, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def by_command(home: Path, kind: str, file: Path, mapping: Path) -> dict[str, int]:
    """The counts that the command line tells."""
    command = [str(Path(sys.executable).parent / "regulars"), "--home", str(home), "import", kind, str(file)]
    done = subprocess.run([*command, "--map", str(mapping), "--json"], capture_output=True, check=True)
    told = json.loads(done.stdout)
    return {name: told[name] for name in COUNTS}


def by_page(client: Any, kind: str, file: Path, mapping: Path) -> dict[str, int]:
    """The counts that the page shows: file sent, columns left as the mapping has them, import pressed."""
    from django.urls import reverse

    from regulars.web.imports.models import Upload

    with file.open("rb") as sent, mapping.open("rb") as words:
        client.post(reverse("imports:send"), {"kind": kind, "file": sent, "mapping": words})
    where = [Upload.objects.latest("created").public_id]
    form = client.get(reverse("imports:columns", args=where)).context["form"]
    shown = {name: form[name].field.prepare_value(form[name].value()) for name in form.fields}
    filled = {name: value for name, value in shown.items() if value is not None}
    client.post(reverse("imports:columns", args=where), filled)
    client.post(reverse("imports:run", args=where))
    counts = client.get(reverse("imports:detail", args=where)).context["report"]["n"]
    return {name: counts[name] for name in COUNTS}


def rows_of(facts: Any, kind: str, survey: str) -> Any:
    """All rows that went in, without what each run names by itself, in an order of their own."""
    found = facts.answers(survey) if kind == "responses" else facts.purchases()
    table = found.to_pyarrow()
    names = sorted(set(table.column_names) - NAMED_BY_THE_RUN)
    return table.select(names).sort_by([(name, "ascending") for name in names])


def compared(folder: Path) -> Iterator[tuple[str, bool]]:
    """A line of the table for each input, and whether both ways agree."""
    from django.conf import settings

    from regulars.facts import open_facts

    client = application(folder / "page")
    for n, (kind, file, mapping) in enumerate(INPUTS):
        own = folder / f"command-{n}"
        told = by_command(own, kind, data() / file, MAPPINGS / mapping)
        settings.HOME = folder / f"page-{n}"  # facts of its own for each file; the database stays
        settings.HOME.mkdir()
        began = time.monotonic()
        shown = by_page(client, kind, data() / file, MAPPINGS / mapping)
        seconds = time.monotonic() - began
        page, command = open_facts(settings.HOME / "facts"), open_facts(own / "facts")
        same = rows_of(page, kind, "sfo-2017").equals(rows_of(command, kind, "sfo-2017"))
        totals = page.purchase_totals() == command.purchase_totals()
        right = shown == told and same and totals
        counts = " | ".join(f"{shown[name]:,}" for name in ("rows", "new", "n_bad", "n_bad_values", "anonymous"))
        net = f"{page.purchase_totals().net:,}" if kind == "purchases" else ""
        words = "the same, row by row" if right else f"**DIFFERENT** (rows {same}, totals {totals}): {told}"
        yield f"| {Path(file).name} | {counts} | {net} | {words} | {seconds:.0f} s |", right


def main() -> int:
    """Compare all, write the table."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-imports-"))
    try:
        lines = list(compared(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = [
        "# The real inputs by the page and by the command line",
        "",
        f"{datetime.now().astimezone():%Y-%m-%d}. Made by `imports_by_page.py`. The last column is the whole way",
        "of the page: sent, looked at, checked, imported.",
        "",
        "| file | rows | new | set aside | values set aside | anonymous | net | page and command line | whole way |",
        "|---|---:|---:|---:|---:|---:|---:|---|---:|",
        *(line for line, _ in lines),
    ]
    print("\n".join(text))
    if not all(right for _, right in lines):
        return 1
    RESULTS.write_text("\n".join(text) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
