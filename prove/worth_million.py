"""How long a reader waits for the pages on value and loyalty, the keep list and the list of a million customers.

    python prove/worth_million.py [--customers 1000000] [--folder DIR]

A real server with one process, asked over HTTP by somebody who is signed in: first with nothing kept (the first byte
may be the frame; until the report stands there the page is asked again as a browser does), then in a fresh process
after the work of the night, then again. Writes ``results/worth_million.md``. With ``--folder`` the home stays, and is
taken as it is when it is there already.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "worth_million.md"
COLD, WARM = 300.0, 80.0
TIMES = 7
SETTLE = 15.0  # seconds that a fresh process has for its own start
LISTS = {"keep list, with names": "/keep/", "customers": "/customers/", "customers of a type": "/customers/?tier=high"}


def filled(folder: Path, customers: int) -> Path:
    """A home with purchases, scores and the list of customers."""
    home = folder / "home"
    if not (home / "facts" / "facts.json").exists():
        for only in ("make", "first"):
            command = [sys.executable, str(ROOT / "bench" / "scoring.py"), str(customers), str(folder), "--only", only]
            subprocess.run(command, check=True)
    application(home)
    from regulars.web.facts import facts
    from regulars.web.people.models import CustomerScore
    from regulars.web.people.projecting import project

    if not CustomerScore.objects.exists():
        project(facts(), lambda *_: None)
    return home


def application(home: Path) -> None:
    """Django on the home."""
    os.environ.update(REGULARS_HOME=str(home), DJANGO_SETTINGS_MODULE="regulars.web.settings")
    import django

    django.setup()
    from regulars.web.server.prepare import prepare

    prepare(lambda _: None)


def signed_in() -> str:
    """The cookie of an administrator."""
    from django.conf import settings
    from django.test import Client

    from regulars.web.accounts.models import Grant, User

    user, fresh = User.objects.get_or_create(email="ada@example.com", defaults={"name": "Ada"})
    if fresh:
        Grant.objects.create(user=user, role="administrator")
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextlib.contextmanager
def server() -> Iterator[int]:
    """One process, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "regulars.web.server", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                asked(port, "/healthz", "")
                break
            time.sleep(0.2)
        time.sleep(SETTLE)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def asked(port: int, path: str, cookie: str) -> tuple[float, str]:
    """Milliseconds until the first byte of the page itself, and the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    first = answer.read(1)
    took = 1000 * (time.perf_counter() - began)
    words = (first + answer.read()).decode()
    connection.close()
    if cookie and answer.status != http.client.OK:
        raise SystemExit(f"{path}: {answer.status} {answer.getheader('location')}")
    return took, words


def whole(port: int, path: str, cookie: str) -> tuple[float, float]:
    """Milliseconds to the first byte, and until the report stands there."""
    began = time.perf_counter()
    first, words = asked(port, path, cookie)
    while 'id="working"' in words:
        if time.perf_counter() - began > 300:
            raise SystemExit(f"{path} never came")
        time.sleep(0.25)
        _, words = asked(port, path, cookie)
    if 'class="alert err"' in words:
        raise SystemExit(f"{path} says that it failed")
    return first, 1000 * (time.perf_counter() - began)


def night() -> tuple[float, dict[str, Any]]:
    """What the worker does."""
    from regulars.web.worth.work import make_ready

    began = time.perf_counter()
    done = make_ready(lambda *_: None)
    return time.perf_counter() - began, dict(done)


def measured(home: Path) -> tuple[dict[str, tuple[float, float, float, float]], str]:
    """Page -> first byte cold, report, first byte after the night, again (median); and what the night took."""
    from regulars.insights.worth import PAGES

    cookie = signed_in()
    paths = {key: f"/worth/{key}/" for key in PAGES} | LISTS
    shutil.rmtree(home / "reports", ignore_errors=True)
    with server() as port:
        cold = {name: whole(port, path, cookie) for name, path in paths.items()}
    shutil.rmtree(home / "reports", ignore_errors=True)
    took, done = night()
    idle, _ = night()
    kept = sum(path.stat().st_size for path in (home / "reports").glob("*"))
    with server() as port:
        ready = {name: asked(port, path, cookie)[0] for name, path in paths.items()}
        again = {
            name: statistics.median(asked(port, path, cookie)[0] for _ in range(TIMES)) for name, path in paths.items()
        }
    told = (
        f"The night made {done['made']} pages in {took:.0f} s; a second one, with nothing new, took {idle:.1f} s. "
        f"The reports take {kept / 1e3:.0f} KB."
    )
    return {name: (*cold[name], ready[name], again[name]) for name in paths}, told


def write(customers: int, found: dict[str, tuple[float, float, float, float]], told: str) -> int:
    """The page; how many aims are missed."""
    rows, missed = [], 0
    for name, (cold, report, ready, again) in found.items():
        cells = [(cold, COLD), (ready, COLD), (again, WARM)]
        missed += sum(value > aim for value, aim in cells)
        first, morning, warm = (f"{value:.0f}{' **over**' if value > aim else ''}" for value, aim in cells)
        rows.append(f"| {name} | {first} | {report / 1000:.1f} | {morning} | {warm} |")
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    lines = [
        "# Pages on value and loyalty with a million customers",
        "",
        (
            f"Written by `prove/worth_million.py` · {datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {customers:,} customers · "
            f"Python {sys.version.split()[0]} · {os.cpu_count()} cores · load {load}"
        ),
        "",
        f"Aims: first byte {COLD:.0f} ms cold, {WARM:.0f} ms warm. {missed} of {3 * len(found)} are missed.",
        told,
        "",
        "| page | nothing kept: first byte, ms | report there, s | fresh process after the night, ms | again, ms |",
        "|---|---:|---:|---:|---:|",
        *rows,
        "",
    ]
    RESULTS.write_text("\n".join(lines), "utf-8")
    print("\n".join(lines))
    return missed


def main() -> None:
    """Fill, measure, write."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--customers", type=int, default=1_000_000)
    words.add_argument("--folder", type=Path)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = filled(wish.folder or Path(name), wish.customers)
        sys.exit(1 if write(wish.customers, *measured(home)) else 0)


if __name__ == "__main__":
    main()
