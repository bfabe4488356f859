"""How long a reader waits for the pages on value and loyalty, and the lists beside them, with a million customers.

    python prove/worth_million.py [--customers 1000000] [--folder DIR]

The sample company at its largest: ten million purchase lines and three hundred thousand responses in six hotels. Two
readers: the administrator, and the manager of one hotel. A real server with one process, asked over HTTP: after the
work of the night in a fresh process, then again, and last with nothing kept (the first byte may be the frame; until
the report stands there the page is asked again as a browser does). Writes ``results/worth_million.md``. With
``--folder`` the home stays, and is taken as it is when it is there already.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "worth_million.md"
sys.path.insert(0, str(ROOT / "prove"))

from million import sampled  # noqa: E402

COLD, WARM = 300.0, 80.0
TIMES = 7
SETTLE = 15.0  # seconds that a fresh process has for its own start
READERS = {"whole company": "ada@juniper.example", "one hotel": "mei@juniper.example"}
BESIDE = {
    "keep list, with names": "/keep/", "customers": "/customers/", "customers of a type": "/customers/?type=hostage",
    "customers of a tier": "/customers/?tier=high", "relationships": "/relationships/", "today": "/today/",
    "trials": "/trials/", "service levels": "/service-levels/", "service levels, kept": "/service-levels/kept/",
}  # fmt: skip
OF_THE_WHOLE = {"value in five steps": "/worth/steps/", "familiar contacts": "/faces/", "facts": "/imports/facts/"}


@dataclass
class Night:
    """What the worker does, page by page: name, seconds, seconds of CPU, peak memory in MB."""

    pages: list[tuple[str, float, float, float]] = field(default_factory=list)
    _open: tuple[str, float, float] | None = None

    def __call__(self, words: Any, *_: Any) -> None:
        """The page before is done."""
        if self._open is not None:
            name, began, spent = self._open
            self.pages.append((name, time.perf_counter() - began, time.process_time() - spent, self._peak()))
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        page = words.values.get("page")
        self._open = None if page is None else (str(page), time.perf_counter(), time.process_time())

    def _peak(self) -> float:
        line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


def signed_in(email: str) -> str:
    """The cookie of a reader."""
    from django.conf import settings
    from django.test import Client

    from regulars.web.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextlib.contextmanager
def server() -> Iterator[tuple[int, int]]:
    """One process: its port and its number."""
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
        yield port, process.pid
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


def spent(process: int) -> float:
    """Milliseconds of CPU that a process and its children have had, threads that ended among them."""
    found, todo = 0.0, [process]
    while todo:
        one = todo.pop()
        with contextlib.suppress(OSError):
            user, system = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13]
            found += 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
            for task in Path(f"/proc/{one}/task").glob("*"):
                todo += map(int, (task / "children").read_text().split())
    return found


def night() -> tuple[float, Night]:
    """What the worker does."""
    from regulars.web.worth.work import make_ready

    began, watch = time.perf_counter(), Night()
    make_ready(watch)
    return time.perf_counter() - began, watch


def asked_of() -> Iterator[tuple[str, str, str]]:
    """Reader, page, address."""
    from regulars.insights.worth import PAGES

    for reader in READERS:
        own = OF_THE_WHOLE if reader == "whole company" else {}
        for name, path in ({key: f"/worth/{key}/" for key in PAGES} | BESIDE | own).items():
            yield reader, name, path


def measured(home: Path) -> dict[str, Any]:
    """All of it, as plain data."""
    from regulars.web.accounts.models import User

    User.objects.exclude(email__in=READERS.values()).update(is_active=False)  # the night works for these two
    cookies = {reader: signed_in(email) for reader, email in READERS.items()}
    shutil.rmtree(home / "reports", ignore_errors=True)
    took, watch = night()
    idle, _ = night()
    kept = sum(path.stat().st_size for path in (home / "reports").glob("*"))
    found: dict[str, Any] = {"night": [took, idle, kept, watch.pages]}
    with server() as (port, process):
        found["ready"] = {f"{who}|{name}": cell(port, process, path, cookies[who]) for who, name, path in asked_of()}
        found["again"] = {
            f"{who}|{name}": middle([cell(port, process, path, cookies[who]) for _ in range(TIMES)])
            for who, name, path in asked_of()
        }
    keep(found)
    shutil.rmtree(home / "reports", ignore_errors=True)
    with server() as (port, _):
        found["cold"] = {f"{who}|{name}": whole(port, path, cookies[who]) for who, name, path in asked_of()}
    keep(found)
    return found


def keep(found: dict[str, Any]) -> None:
    """For whoever wants to look closer."""
    (Path(os.environ["REGULARS_HOME"]).parent / "worth_million.json").write_text(json.dumps(found))


def cell(port: int, process: int, path: str, cookie: str) -> tuple[float, float]:
    """Milliseconds to the first byte, and of CPU."""
    before = spent(process)
    first, _ = asked(port, path, cookie)
    return first, spent(process) - before


def middle(cells: list[tuple[float, float]]) -> tuple[float, float]:
    """The median of each."""
    return statistics.median(one for one, _ in cells), statistics.median(one for _, one in cells)


def write(customers: int, answers: int, found: dict[str, Any]) -> int:
    """The page; how many aims are missed."""
    lines, missed, cells = [], 0, 0
    for reader in READERS:
        lines += ["", f"## {reader[0].upper()}{reader[1:]}", "", *HEAD]
        for name in [key.split("|")[1] for key in found["ready"] if key.startswith(f"{reader}|")]:
            (cold, report), ready, again = (found[key][f"{reader}|{name}"] for key in ("cold", "ready", "again"))
            told = [(cold, COLD), (ready[0], COLD), (again[0], WARM)]
            cells, missed = cells + len(told), missed + sum(value > aim for value, aim in told)
            first, morning, warm = (f"{value:.0f}{' **over**' if value > aim else ''}" for value, aim in told)
            lines.append(
                f"| {name} | {first} | {report / 1000:.1f} | {morning} | {ready[1]:.0f} | {warm} | {again[1]:.0f} |"
            )
    took, idle, kept, pages = found["night"]
    half = len(pages) // 2
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    head = [
        "# Pages on value and loyalty with a million customers and their answers",
        "",
        (
            f"Written by `prove/worth_million.py` · {datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {customers:,} customers, "
            f"{answers:,} responses · Python {sys.version.split()[0]} · {os.cpu_count()} cores · load {load}"
        ),
        "",
        (
            f"Aims: first byte {COLD:.0f} ms cold, {WARM:.0f} ms warm. {missed} of {cells} are missed, by the clock of "
            "a machine with this load; CPU, of the server alone, says what a page costs."
        ),
        (
            f"The night made {len(pages)} pages in {took:.0f} s, with {sum(one[2] for one in pages):.0f} s of CPU; a "
            f"second one, with nothing new, took {idle:.1f} s. The reports take {kept / 1e3:.0f} KB."
        ),
    ]
    worked = ["", "## The night", "", *NIGHT]
    for (name, wall, cpu, peak), (_, *other) in zip(pages[:half], pages[half:], strict=True):
        worked.append(
            f"| {name} | {wall:.1f} | {cpu:.1f} | {peak:.0f} | {other[0]:.1f} | {other[1]:.1f} | {other[2]:.0f} |"
        )
    text = "\n".join([*head, *lines, *worked, ""])
    RESULTS.write_text(text, "utf-8")
    print(text)
    return missed


HEAD = (
    "| page | nothing kept: first byte, ms | report there, s | in the morning, ms | CPU, ms | again, ms | CPU, ms |",
    "|---|---:|---:|---:|---:|---:|---:|",
)
NIGHT = (
    "| page | whole company, s | CPU, s | peak of the process, MB | one hotel, s | CPU, s | peak, MB |",
    "|---|---:|---:|---:|---:|---:|---:|",
)


def main() -> None:
    """Fill, measure, write."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--customers", type=int, default=1_000_000)
    words.add_argument("--folder", type=Path)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = sampled.filled((wish.folder or Path(name)) / "home", wish.customers)
        from regulars.web.facts import facts

        store = facts()
        answers = sum(store.answers_of(one).snapshot().rows for one in store.surveys())
        sys.exit(1 if write(wish.customers, answers, measured(home)) else 0)


if __name__ == "__main__":
    main()
