"""The results page, four chapters and Today on 102,000 responses: first byte cold, after a commit, and kept. No peer.

    python bench/results_page.py [--in-process]

Forty units, a year, ten ratings, overall satisfaction, recommendation, a comment on every fourth. In process: Django's
own client in a worker that was warmed at its start. Over HTTP: the server that ``regulars up`` starts, one worker.
Last the PDF of the whole report: results and chapters.
"""

from __future__ import annotations

import gc
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path

# As the supervisor starts the server: threads of two workers would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS, FILES, UNITS, ROUNDS = 102_000, 10, 40, 5
AIMS = {"cold": 300, "commit": 150, "kept": 50, "chapters": 300, "chapters-kept": 50, "today-kept": 50}
PDF_SECONDS = 5
WORDS = {
    "cold": "first page of a survey that this worker has not read",
    "commit": "first page after a commit of 100 responses",
    "kept": "the page again",
    "unit": "one unit, asked for the first time",
    "months": "three months, asked for the first time",
    "behind": "the answers behind a bar, first page",
    "chapters": "the report in four chapters, asked for the first time",
    "chapters-kept": "the chapters again",
    "today": "Today, asked for the first time",
    "today-kept": "Today again",
}


def mapping() -> object:
    """The sample company's survey, with a comment."""
    from regulars.language import Text
    from regulars.simulate.content import content
    from regulars.simulate.parameters import Answering
    from regulars.simulate.questionnaire import response_mapping
    from regulars.survey import Item, ItemKind

    own = response_mapping(content(), Answering())
    items = (*own.survey.items, Item("comment", ItemKind.TEXT, Text.of("Anything else?")))
    columns = {name: column for name, column in own.columns.items() if name != "wave"}
    return replace(
        own,
        survey=replace(own.survey, items=items),
        item_columns={**own.item_columns, "comment": "comment"},
        columns=columns,
    )


def answers(n: int, seed: int) -> pa.Table:
    """Guests of forty units who answer as those of the sample company do."""
    from regulars.simulate.answering import AnswerModel
    from regulars.simulate.parameters import UNIT_SHARES, Answering

    rng, model = np.random.default_rng(seed), AnswerModel(Answering())
    base = rng.integers(0, len(UNIT_SHARES), n)
    ratings = model.ratings(model.felt(rng, rng.standard_normal(n), base))
    gap = rng.random(ratings.shape) < 0.01
    day = np.datetime64("2025-11-20") + rng.integers(0, 365, n)
    head = {
        "response": [f"{seed}-{i}" for i in range(n)],
        "guest": [f"g{i % 60000}" for i in range(n)],
        "answered": [f"{one} 12:00:00" for one in day],
        "hotel": [f"hotel-{i:02d}" for i in rng.integers(0, UNITS, n)],
        "language": ["en"] * n,
        "asked_by": ["link"] * n,
    }
    items = {key: pa.array(ratings[:, j], mask=gap[:, j]) for j, key in enumerate(model.items)}
    comment = [f"comment number {i} with a few words" if i % 4 == 0 else None for i in range(n)]
    return pa.table({**head, **items, "comment": comment})


def deliver(folder: Path, table: pa.Table) -> None:
    """One import, one commit."""
    from regulars.facts import open_facts

    file = folder / "delivery.parquet"
    pq.write_table(table, file)
    open_facts(folder / "facts").import_responses(file, mapping())
    file.unlink()


def prepare(folder: Path) -> None:
    """The home folder: facts in ten files, a database with one analyst, who is signed in."""
    whole = answers(ROWS, 1)
    for start in range(0, ROWS, ROWS // FILES):
        deliver(folder, whole.slice(start, ROWS // FILES))
    os.environ |= {"REGULARS_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "regulars.web.settings"}
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from regulars.language import Text
    from regulars.web.accounts.models import Grant, User
    from regulars.web.company.models import Unit

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    user = User.objects.create_user("ana@example.com", "correct horse battery", name="Ana")
    Grant.objects.create(user=user, role="analyst", unit=None)
    Unit.objects.bulk_create(Unit(code=f"hotel-{i:02d}", name=Text.of(f"Hotel {i}")) for i in range(UNITS))
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    (folder / "session").write_text(session.session_key)


def address(survey: str, what: str, turn: int) -> str:
    """What is asked for."""
    query = {
        "unit": f"?unit=hotel-{turn + 10:02d}",
        "months": f"?since=2026-0{turn + 1}-01&until=2026-0{turn + 3}-28",
        "behind": "answers/?b_item=breakfast&b_low=1&b_high=2",
        "chapters": "chapters/",
        "chapters-kept": "chapters/",
    }
    if what.startswith("today"):
        return "/today/"
    return f"/results/{survey}/{query.get(what, '')}"


def forget() -> None:
    """A worker that has read nothing of this survey; everything is imported and has drawn before."""
    from regulars.insights.blocks import KEPT
    from regulars.insights.kept import KeptReports
    from regulars.web.results import panels

    scores, league, hiding = (
        import_module(f"regulars.insights.satisfaction.{name}") for name in ("scores", "league", "hiding")
    )

    KEPT.__init__()
    for kept in [one for one in gc.get_objects() if type(one) is KeptReports]:
        kept._kept.clear()  # noqa: SLF001
    panels._kept.clear()  # noqa: SLF001
    scores._csat_of.cache_clear()  # noqa: SLF001
    scores._nps_of.cache_clear()  # noqa: SLF001
    league._ranked.cache_clear()  # noqa: SLF001
    hiding._suppressed.cache_clear()  # noqa: SLF001


def in_process(folder: Path) -> dict[str, list[tuple[float, float]]]:
    """(wall, CPU) in milliseconds, through Django's own client."""
    from django.conf import settings
    from django.test import Client

    from regulars.facts import open_facts
    from regulars.web.results.warm import warm

    settings.ALLOWED_HOSTS = ["testserver"]
    survey = open_facts(folder / "facts").surveys()[0]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = (folder / "session").read_text()
    warm()
    found: dict[str, list[tuple[float, float]]] = {what: [] for what in WORDS}
    for turn in range(ROUNDS):
        for what in WORDS:
            if what == "cold":
                forget()
            if what == "commit":
                deliver(folder, answers(100, 100 + turn))
            wall, cpu = time.perf_counter(), time.process_time()
            answer = client.get(address(survey, what, turn))
            found[what].append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
            assert answer.status_code == 200, answer.status_code
    return found


def printed(folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds to make each PDF, wall and CPU; the first is made twice, for what is loaded once."""
    from regulars.documents.pdf import to_pdf
    from regulars.facts import open_facts
    from regulars.insights.chapters import chapters
    from regulars.insights.satisfaction import satisfaction
    from regulars.insights.scope import Scope
    from regulars.language import Language

    facts = open_facts(folder / "facts")
    survey, scope, found = facts.surveys()[0], Scope.whole(purpose="bench"), {}
    reports = satisfaction(facts, survey, scope=scope), chapters(facts, survey, scope=scope)
    to_pdf(reports[0], Language.ENGLISH)
    for language in (Language.ENGLISH, Language.CHINESE):
        wall, cpu = time.perf_counter(), time.process_time()
        to_pdf(reports, language)
        found[language.value] = time.perf_counter() - wall, time.process_time() - cpu
    return found


def over_http(folder: Path) -> dict[str, list[float]]:
    """First byte in milliseconds, from a fresh server each round; it was warmed before the survey was there."""
    from regulars.facts import open_facts

    survey = open_facts(folder / "facts").surveys()[0]
    found: dict[str, list[float]] = {what: [] for what in WORDS}
    for turn in range(3):
        aside = folder / "aside"
        shutil.move(folder / "facts", aside)
        deliver(folder, answers(2000, 5000))  # what the worker warms itself with
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
             "--workers", "1", "--no-access-log", "regulars.web.wsgi:application"],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "REGULARS_DEBUG": "1"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _until_up(port)
            for _ in range(2):
                first_byte(port, address(survey, "kept", 0), folder)
            shutil.rmtree(folder / "facts")
            shutil.move(aside, folder / "facts")
            for what in WORDS:
                if what == "commit":
                    deliver(folder, answers(100, 200 + turn))
                found[what].append(first_byte(port, address(survey, what, turn), folder))
        finally:
            server.terminate()
            server.wait()
    return found


def first_byte(port: int, path: str, folder: Path) -> float:
    """Milliseconds until the head of the answer is there."""
    connection = HTTPConnection("127.0.0.1", port)
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"regulars_session={(folder / 'session').read_text()}"})
    answer = connection.getresponse()
    wall = 1000 * (time.perf_counter() - start)
    answer.read()
    connection.close()
    assert answer.status == 200, (answer.status, path)
    return wall


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until_up(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def main() -> None:
    """Measure and publish."""
    from harness import pages

    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as name:
        folder = Path(name)
        prepare(folder)
        inside, pages_of = in_process(folder), printed(folder)
        outside = {} if "--in-process" in sys.argv else over_http(folder)
    lines = [
        f"{ROWS:,} responses in {FILES} files, {UNITS} units, a year; median of {ROUNDS} rounds in process, 3 by HTTP.",
        "",
        "| | aim, first byte | in process: wall, CPU | over HTTP: first byte |",
        "|---|---|---|---|",
    ]
    for what, words in WORDS.items():
        wall, cpu = (statistics.median(column) for column in zip(*inside[what], strict=True))
        http = f"{statistics.median(outside[what]):.0f} ms" if outside else ""
        aim = f"{AIMS[what]} ms" if what in AIMS else ""
        lines.append(f"| {words} | {aim} | {wall:.0f} ms, {cpu:.0f} ms | {http} |")
    for language, (wall, cpu) in pages_of.items():
        words = f"PDF of results and chapters, {language}"
        lines.append(f"| {words} | {PDF_SECONDS:,} s | {wall:.1f} s, {cpu:.1f} s | |")
    pages.publish("results_page", "Results page on 102,000 responses", lines)


if __name__ == "__main__":
    main()
