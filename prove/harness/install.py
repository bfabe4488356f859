"""A throwaway install for the proofs: a home folder, a database, a study with one link, and ``regulars up`` on it."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ATTRIBUTES = ("booking", "check-in", "staff", "cleanliness", "sleep", "bathroom", "breakfast", "wifi", "value")
PARTS = ("serve", "server process", "worker", "clock")
SURVEY = "stay"


def prepare(home: Path, database: str = "") -> str:
    """Django on this home folder, its database made, a study opened; returns the path of its page."""
    os.environ["REGULARS_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
    os.environ.pop("REGULARS_DATABASE", None)
    if database:
        os.environ["REGULARS_DATABASE"] = database
    import django

    django.setup()
    from regulars.web.server.prepare import prepare as bring_up_to_date

    bring_up_to_date(lambda _: None)
    from regulars.web.research.actions import (
        create_links,
        create_questionnaire,
        create_study,
        open_study,
        publish,
    )

    questionnaire = create_questionnaire(made_from="stay-satisfaction", name=SURVEY, by=None)
    publish(questionnaire=questionnaire, by=None)
    study = create_study(questionnaire=questionnaire, by=None)
    open_study(study=study, by=None)
    return f"/s/{create_links(study=study, units=[None], by=None)[0].public_id}"


@dataclass
class Install:
    """``regulars up``, running."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @classmethod
    def up(cls, home: Path, *, workers: int = 2) -> Install:
        """Start it, and wait until it answers."""
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            port = int(asked.getsockname()[1])
        command = [str(Path(sys.executable).parent / "regulars"), "--home", str(home), "up"]
        with (home.parent / f"{home.name}.log").open("ab") as words:
            process = subprocess.Popen(
                [*command, "--port", str(port), "--workers", str(workers)], stdout=words, stderr=words
            )
        install = cls(home, port, process)
        install.wait_until_it_answers()
        return install

    @property
    def log(self) -> Path:
        """What its processes say."""
        return self.home.parent / f"{self.home.name}.log"

    def answers(self) -> bool:
        """Does the server answer?"""
        try:
            return ask(self.port, "GET", "/healthz").status == 200
        except OSError:
            return False

    def wait_until_it_answers(self, patience: float = 300) -> None:
        """Raises when it does not come."""
        until = time.monotonic() + patience
        while not self.answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"regulars up does not answer; see {self.log}")
            time.sleep(0.1)

    def parts(self) -> dict[str, list[int]]:
        """The processes of each part, by number."""
        found: dict[str, list[int]] = {part: [] for part in PARTS}
        children = children_of()
        for child in children.get(self.process.pid, ()):
            words = _command(child)
            name = words[words.index("regulars.web.server") + 1] if "regulars.web.server" in words else ""
            if name in found:
                found[name].append(child)
            if name == "serve":
                found["server process"] += children.get(child, ())
        return found

    def everything(self) -> list[int]:
        """All processes that listen for it, also such as lost their parent: they carry its port in their command."""
        return [one for one in processes() if f"--port\0{self.port}\0" in "\0".join([*_command(one), ""])]

    def down(self) -> int:
        """Stop it in order; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def processes() -> list[int]:
    """All processes of this machine."""
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def children_of() -> dict[int, list[int]]:
    """Parent -> children, of all processes."""
    found: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        found.setdefault(parent, []).append(int(folder.name))
    return found


def _command(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def ask(port: int, method: str, path: str, form: dict[str, str] | None = None, timeout: float = 30) -> Reply:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        body = urlencode(form) if form is not None else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body, headers)
        got = connection.getresponse()
        return Reply(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read().decode())
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


@dataclass
class Respondent:
    """Answers as people do: opens the page, sends, and sends again when nothing comes back."""

    port: int
    page: str
    dice: random.Random
    acknowledged: list[str] = field(default_factory=list)
    sent_again: int = 0
    pages_failed: int = 0
    told_to_wait: int = 0
    seconds: list[float] = field(default_factory=list)
    sending: bool = False

    def submit(self, mark: str) -> None:
        """Until the thank-you page has come."""
        form = self.form(mark)
        began = time.monotonic()
        while True:
            try:
                self.sending = True
                reply = ask(self.port, "POST", self.page, form)
            except OSError:
                self.sent_again += 1
                time.sleep(0.05)
                continue
            finally:
                self.sending = False
            if reply.status == 303:
                break
            if reply.status != 503:
                raise RuntimeError(f"{reply.status} for {mark}: {reply.text[:500]}")
            self.told_to_wait += 1
            time.sleep(0.5)
        self.acknowledged.append(mark)
        self.seconds.append(time.monotonic() - began)
        self._thanks(reply.headers["location"])

    def form(self, mark: str) -> dict[str, str]:
        """A page, filled in; ``mark`` is its comment."""
        form = {name: str(self.dice.randint(1, 5)) for name in ATTRIBUTES if self.dice.random() < 0.8}
        return form | {"recommend": str(self.dice.randint(0, 10)), "comment": mark, "form": self._token()}

    def send(self, form: dict[str, str]) -> Reply:
        """Once; thanks are counted once for each comment."""
        reply = ask(self.port, "POST", self.page, form)
        if reply.status == 303 and form["comment"] not in self.acknowledged:
            self.acknowledged.append(form["comment"])
        return reply

    def _token(self) -> str:
        while True:
            try:
                found = re.search(r'name="?form"? value="?([^">]+)', ask(self.port, "GET", self.page).text)
                if found:
                    return found[1]
            except OSError:
                pass
            self.pages_failed += 1
            time.sleep(0.05)

    def _thanks(self, path: str) -> None:
        try:
            ask(self.port, "GET", path)
        except OSError:
            self.pages_failed += 1


@dataclass(frozen=True)
class Verdict:
    """What both stores hold of what was acknowledged."""

    acknowledged: int
    stored: int
    lost: int
    twice: int
    not_acknowledged: int
    facts: int
    facts_right: bool
    ratings: int
    ratings_right: bool
    waiting: int

    @property
    def right(self) -> bool:
        """Each once, in both."""
        return not (self.lost or self.twice or self.waiting) and self.facts_right and self.ratings_right


def verdict(acknowledged: list[str]) -> Verdict:
    """Compare what respondents were thanked for with both stores, row by row."""
    from regulars.facts import open_facts
    from regulars.web.research.models import OutboxRow, Response

    stored = dict[str, list[str]]()
    numbers = dict[str, dict[str, float]]()
    for response in Response.objects.all():
        stored.setdefault(response.answers["comment"], []).append(response.public_id)
        numbers[response.public_id] = {
            key: float(value) for key, value in response.answers.items() if isinstance(value, int)
        }
    facts = open_facts(Path(os.environ["REGULARS_HOME"]) / "facts")
    wide = facts.answers(SURVEY).select("response", "comment").to_pyarrow().to_pylist()
    long = facts.ratings().select("response", "metric", "value").to_pyarrow().to_pylist()
    rated = sorted((row["response"], row["metric"], row["value"]) for row in long)
    return Verdict(
        acknowledged=len(acknowledged),
        stored=len(numbers),
        lost=len([mark for mark in acknowledged if mark not in stored]),
        twice=len([mark for mark, ids in stored.items() if len(ids) > 1]),
        not_acknowledged=len(stored.keys() - set(acknowledged)),
        facts=len(wide),
        facts_right=sorted((row["comment"], row["response"]) for row in wide)
        == sorted((mark, one) for mark, ids in stored.items() for one in ids),
        ratings=len(rated),
        ratings_right=rated == sorted((one, key, value) for one, row in numbers.items() for key, value in row.items()),
        waiting=OutboxRow.objects.count(),
    )


def seconds_until(done: Callable[[], bool], patience: float) -> float:
    """How long it took to come true; raises when it does not."""
    began = time.monotonic()
    while not done():
        if time.monotonic() - began > patience:
            raise RuntimeError(f"{done.__name__}: not within {patience:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - began
