"""What one response costs: page, sending and thanks, through the real server, durable by the time it is thanked for.

    python bench/response_path.py

Prepares a home folder of its own, starts the server as ``regulars up`` does, and lets respondents answer over HTTP.
CPU is that of all the server's processes; the client takes part of the same cores. No peer.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from harness import pages

TICK = os.sysconf("SC_CLK_TCK")
SERVER = "import sys; from regulars.web.server.serve import serve; serve('127.0.0.1', int(sys.argv[1]), 2)"
# people, seconds at most, submissions at most
RUNS = ((1, 60, 300), (8, 60, 2000), (200, 20, None))
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Log:
    """``times``: page, sending and all three together, in seconds."""

    times: list[tuple[float, float, float]] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    left: int | None = None

    def more(self) -> bool:
        """Whether another respondent is wanted."""
        if self.left is None:
            return True
        self.left -= 1
        return self.left >= 0


def prepare(home: Path) -> str:
    """A home folder with one open study of the hotel's questionnaire; returns the address of its page."""
    os.environ |= {"REGULARS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "regulars.web.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    from regulars.language import Text
    from regulars.web.company.models import Company, Unit
    from regulars.web.research.actions import create_links, create_questionnaire, create_study, open_study, publish

    call_command("migrate", verbosity=0)
    Company(name=Text({"en": "Juniper Hotels", "zh": "杜松酒店"}), zone="Asia/Shanghai").save()
    unit = Unit.objects.create(code="harbour", name=Text({"en": "Harbour", "zh": "港湾店"}))
    made = create_questionnaire(made_from="stay-satisfaction", name="stay", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    return "/s/" + create_links(study=study, units=[unit], by=None)[0].public_id


def stored() -> int:
    """How many responses the database holds, each with its row in the outbox."""
    from regulars.web.research.models import OutboxRow, Response

    responses, waiting = Response.objects.count(), OutboxRow.objects.count()
    assert responses == waiting, (responses, waiting)
    return responses


def family(root: int) -> list[int]:
    """A process and its descendants."""
    children = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children[int(stat.rpartition(")")[2].split()[1])].append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1]]
    return found


def cpu(root: int) -> float:
    """Seconds of user and system of a family of processes."""
    total = 0
    for pid in family(root):
        try:
            total += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        except OSError:
            continue
    return total / TICK


async def exchange(connection: Connection, raw: bytes) -> tuple[int, str, bytes]:
    """One request and its answer."""
    reader, writer = connection
    writer.write(raw)
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    size = re.search(r"(?i)content-length: *(\d+)", head)
    return int(head[9:12]), head, await reader.readexactly(int(size[1])) if size else b""


def request(method: str, where: str, port: int, body: bytes = b"") -> bytes:
    """The bytes of a request, as a phone sends them."""
    head = f"{method} {where} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + body


async def submission(connection: Connection, port: int, where: str) -> tuple[float, float, float]:
    """Open the page, answer everything, send, and be thanked."""
    began = time.perf_counter()
    status, _, body = await exchange(connection, request("GET", where, port))
    shown = time.perf_counter()
    assert status == 200, status
    form = zlib.decompress(body, 31).decode()
    fields = dict(re.findall(r'type="radio"[^>]* name="([\w-]+)" value="(\d+)"', form))
    fields |= {"comment": "The breakfast was cold. 早餐是凉的。", "contact": "1"}
    fields["form"] = re.search(r'name="form" value="([^"]+)"', form)[1]
    sent = request("POST", where, port, urllib.parse.urlencode(fields).encode())
    typed = time.perf_counter()
    status, head, _ = await exchange(connection, sent)
    kept = time.perf_counter()
    assert status == 303, status
    status, _, _ = await exchange(connection, request("GET", re.search(r"(?i)location: *(\S+)", head)[1], port))
    assert status == 200, status
    return shown - began, kept - typed, time.perf_counter() - began - (typed - shown)


async def respondent(port: int, where: str, until: float, log: Log) -> None:
    """One person after the other, without a pause, over one connection."""
    connection = None
    while time.perf_counter() < until and log.more():
        try:
            connection = connection or await asyncio.open_connection("127.0.0.1", port)
            log.times.append(await asyncio.wait_for(submission(connection, port, where), 30))
        except (OSError, AssertionError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.failures[repr(error)[:80]] += 1
            connection = None


def measured(server: int, port: int, where: str, people: int, seconds: float, count: int | None) -> str:
    """One line of the table."""
    log = Log(left=count)
    before, began, client = cpu(server), time.perf_counter(), time.process_time()

    async def all_of_them() -> None:
        await asyncio.gather(*(respondent(port, where, began + seconds, log) for _ in range(people)))

    already = stored()
    asyncio.run(all_of_them())
    wall, used, client = time.perf_counter() - began, cpu(server) - before, time.process_time() - client
    n = len(log.times)
    assert stored() - already == n, (stored(), already, n)

    def milliseconds(which: int, share: float) -> str:
        return f"{1000 * sorted(times[which] for times in log.times)[min(n - 1, int(n * share))]:.0f}"

    spread = " | ".join(f"{milliseconds(which, 0.5)} / {milliseconds(which, 0.95)}" for which in range(3))
    return (
        f"| {people} | {n:,} | {sum(log.failures.values())} | {n / wall:.0f} | {1000 * used / n:.2f} "
        f"| {1000 * client / n:.2f} | {spread} |"
    )


def weight(port: int, where: str) -> str:
    """What the page weighs on the wire, headers and all."""

    async def fetch() -> tuple[int, int]:
        connection = await asyncio.open_connection("127.0.0.1", port)
        _, head, body = await exchange(connection, request("GET", where, port))
        page = zlib.decompress(body, 31).decode()
        sheet = re.search(r'href="(/s/style[^"]+)"', page)[1]
        _, sheet_head, sheet_body = await exchange(connection, request("GET", sheet, port))
        return len(head) + len(body), len(sheet_head) + len(sheet_body)

    page, sheet = asyncio.run(fetch())
    return f"The page is {page:,} bytes and its style sheet {sheet:,}, with headers, deflated: 2 requests."


def free_port() -> int:
    """One that nobody uses."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ready(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(200):
        try:
            with socket() as one:
                one.connect(("127.0.0.1", port))
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def main() -> None:
    """Prepare, serve, measure, publish."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        where, port = prepare(Path(folder)), free_port()
        server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)])
        try:
            ready(port)
            time.sleep(3)  # what the workers read ahead is no cost of a response
            size = weight(port, where)
            measured(server.pid, port, where, 4, 5, 100)
            rows = [measured(server.pid, port, where, *run) for run in RUNS]
        finally:
            server.terminate()
            server.wait(20)
    head = [
        (
            "| respondents | submissions | failed | a second | server CPU, ms each | client CPU, ms each "
            "| page p50 / p95, ms | sending | whole |"
        ),
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    aims = [
        "",
        (
            "Each submission is page, POST and thanks; respondents never pause; every one acknowledged was stored "
            f"once, with its row in the outbox. {size}"
        ),
        "",
        (
            "Aims: 4 ms CPU; at 8 respondents POST p95 under 50 ms and the whole under 100 ms; 200 for 20 s without a "
            "failure; 30 KB in at most 4 requests."
        ),
    ]
    pages.publish("response_path", "The path of a response", [*head, *rows, *aims])


if __name__ == "__main__":
    main()
