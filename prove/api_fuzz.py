"""Every address of REST, fuzzed with schemathesis against a running install. Writes ``prove/results/api_fuzz.md``.

An install with customers, purchases and a segment is brought up on SQLite, then on PostgreSQL where its programs are
there. schemathesis reads the document that the install serves, draws requests that fit it and requests that do not,
and holds every answer against it: status, kind of content, headers, shape; that what does not fit is refused, that what
fits is taken, that nothing is answered without a token. Only the customers' names are steered, so that half of the
requests meet somebody.

    python prove/api_fuzz.py [--examples 200] [--only sqlite]

schemathesis stands in an environment of its own, ``.venv-fuzz``, made by the first run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "api_fuzz.md"
VERSION = "schemathesis==4.32.5"
SEED = 20261122
KNOWN = ("0042", "C1", "C2", "ACME")
# What fits the document and cannot be done with the company's data says so with one of these.
SAID = ["2xx", "401", "403", "404", "409", "412", "422", "429"]


@dataclass
class Run:
    """What came of one database."""

    database: str
    seconds: float
    operations: int
    requests: int
    statuses: dict[str, int]
    failures: int
    words: str


def main() -> int:
    """Both databases, one page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--inner", nargs=2, metavar=("HOME", "DATABASE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inner:
        print(_fill(Path(asked.inner[0]), asked.inner[1]))
        return 0
    if asked.only:
        run = _run(asked.only, asked.examples)
        print(run.words[-6000:], file=sys.stderr)
        print(json.dumps(asdict(run)))
        return 1 if run.failures else 0
    # Both at once: each mostly waits for its server.
    command = [sys.executable, __file__, "--examples", str(asked.examples), "--only"]
    parts = [subprocess.Popen([*command, one], stdout=subprocess.PIPE, text=True) for one in ("sqlite", "postgresql")]
    runs = [Run(**json.loads(part.communicate()[0].splitlines()[-1])) for part in parts]
    _write(runs, asked.examples)
    return 1 if any(run.failures for run in runs) else 0


def _run(database: str, examples: int) -> Run:
    sys.path.insert(0, str(ROOT))
    from prove.harness.install import Install
    from tests.web import postgres

    with tempfile.TemporaryDirectory(prefix="regulars-fuzz-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        server = postgres.start() if database == "postgresql" else None
        try:
            address = server.address if server else ""
            os.environ.pop("REGULARS_DATABASE", None)
            if address:
                os.environ["REGULARS_DATABASE"] = address
            os.environ["REGULARS_API_REQUESTS"] = "10000000"
            made = subprocess.run(
                [sys.executable, __file__, "--inner", str(home), address], capture_output=True, text=True, check=True
            )
            install = Install.up(home)
            try:
                return _fuzz(database, install.port, made.stdout.split()[-1], examples, Path(folder))
            finally:
                install.down()
        finally:
            os.environ.pop("REGULARS_DATABASE", None)
            if server:
                server.stop()


def _fuzz(database: str, port: int, secret: str, examples: int, folder: Path) -> Run:
    document = _document(port)
    for methods in document["paths"].values():
        for operation in methods.values():
            for one in operation["parameters"]:
                if one["in"] == "path" and one["name"] == "customer":
                    one["schema"] = {"anyOf": [{"enum": list(KNOWN)}, {"type": "string"}]}
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    expected = json.dumps(SAID)
    (folder / "schemathesis.toml").write_text(
        f"""[checks.positive_data_acceptance]\nexpected-statuses = {expected}\n""", "utf-8"
    )
    began = time.monotonic()
    done = subprocess.run(
        [
            _program(), "--config-file", "schemathesis.toml", "run", "openapi.json",
            "--url", f"http://127.0.0.1:{port}/api/v1", "-H", f"Authorization: Bearer {secret}",
            "--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples),
            "--continue-on-failure", "--seed", str(SEED), "--suppress-health-check", "all", "--no-color",
            "--report", "ndjson", "--report-dir", "report", "--request-timeout", "60",
        ],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    words = done.stdout + done.stderr
    (Path(tempfile.gettempdir()) / f"api-fuzz-{database}.txt").write_text(words, "utf-8")
    counts = _statuses(folder / "report")
    failures = re.search(r"(\d+) unique failures?", words)
    return Run(
        database,
        time.monotonic() - began,
        sum(len(methods) for methods in document["paths"].values()),
        sum(counts.values()),
        counts,
        int(failures.group(1)) if failures else int(done.returncode != 0),
        words,
    )


def _document(port: int) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/v1/openapi.json")
    return json.loads(connection.getresponse().read())


def _statuses(folder: Path) -> dict[str, int]:
    """How often each status was answered, from the report of every request."""
    found: dict[str, int] = {}
    for file in folder.rglob("*.ndjson"):
        for status in re.findall(r'"status_code":\s*(\d{3})', file.read_text("utf-8")):
            found[status] = found.get(status, 0) + 1
    return dict(sorted(found.items()))


def _program() -> str:
    """The command of schemathesis, in its environment."""
    folder = ROOT / ".venv-fuzz"
    if not (folder / "bin" / "st").exists():
        uv = Path(sys.executable).parent / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder], check=True)
        python = folder / "bin" / "python"
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, VERSION], check=True)
    return str(folder / "bin" / "st")


def _fill(home: Path, database: str) -> str:
    """Customers, a segment, an administrator; returns the secret of a token that may do everything."""
    sys.path.insert(0, str(ROOT))
    from prove.harness.install import prepare

    prepare(home, database)
    from regulars.language import Text
    from regulars.web.accounts.models import Grant, User
    from regulars.web.api.scopes import Scope
    from regulars.web.api.tokens import issue
    from regulars.web.company.models import Unit
    from regulars.web.people.models import Customer, CustomerScore, Kind, Segment

    unit = Unit.objects.create(code="lakeside", name=Text({"en": "Lakeside", "zh": "湖畔"}))
    for key, number in enumerate(KNOWN, 17):
        kind = Kind.ORGANISATION if number == "ACME" else Kind.PERSON
        made = Customer.objects.create(number=number, key=key, name="李梅", unit=unit, kind=kind)
        CustomerScore.objects.create(customer=made)
    Segment.objects.create(name="Mei", condition='name = "李梅"')
    owner = User.objects.create_user("ada@example.com", "correct horse battery", name="Ada")
    Grant.objects.create(user=owner, role="administrator", unit=None)
    return issue(name="fuzz", scopes=list(Scope), days=30, owner=owner)[1]


def _write(runs: list[Run], examples: int) -> None:
    rows = "\n".join(
        f"| {run.database} | {run.operations} | {run.requests:,} | {run.failures} | "
        f"{', '.join(f'{status}: {count:,}' for status, count in run.statuses.items())} | {run.seconds:.0f} s |"
        for run in runs
    )
    RESULTS.write_text(
        f"""# REST, fuzzed

{datetime.now(UTC).date()}, {VERSION}, seed {SEED}, {examples} examples for each operation beside those of the phases
“examples” and “coverage”. Made by `prove/api_fuzz.py`.

All checks: no 5xx; status, kind of content, headers and shape of every answer as the document says; what does not fit
the document is refused, what fits is taken (or refused with 409, 412, 422 where the data do not allow it); other
methods are 405; nothing is answered without a token.

| database | operations | requests | failures | answers by status | took |
|---|---|---|---|---|---|
{rows}
""",
        "utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
