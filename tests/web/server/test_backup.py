"""A backup of a running install: both stores of one moment, whatever is written meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = "from regulars.cli.main import run; run()"

# Four people answer and one copies, all the time, while the backup is made. Printed: who was thanked before it began.
BUSY = """
import os, sys, threading, time, json, random
from datetime import UTC, date, datetime
from pathlib import Path
home, target = Path(sys.argv[1]), Path(sys.argv[2])
os.environ["REGULARS_HOME"] = str(home)
os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
import django
django.setup()
from django.db import connection, transaction
from regulars.web.server.prepare import migrate
migrate(lambda words: None)
from regulars.web.research.actions import create_questionnaire, create_study, publish
from regulars.web.research.copying import copy_waiting
from regulars.web.research.models import OutboxRow, Response
from regulars.web.server.backups.saving import back_up
questionnaire = create_questionnaire(made_from="after-service-ces", name="repair", by=None)
publish(questionnaire=questionnaire, by=None)
study = create_study(questionnaire=questionnaire, wave="spring", by=None)
thanked, stop = [], threading.Event()

def answer(name):
    dice, number = random.Random(name), 0
    while not stop.is_set():
        number += 1
        with transaction.atomic():
            made = Response.objects.create(
                study=study, version=1, nonce=f"{name}-{number}", language="en", at=datetime.now(UTC),
                day=date(2026, 1, 5), answers={"effort": dice.randint(1, 7), "settled": None, "comment": ""})
            OutboxRow.objects.create(response=made)
        thanked.append(made.public_id)
        time.sleep(0.02)
    connection.close()

def copy():
    while not stop.is_set():
        copy_waiting()
        time.sleep(0.05)
    connection.close()

threads = [threading.Thread(target=answer, args=[n]) for n in range(4)] + [threading.Thread(target=copy)]
for thread in threads:
    thread.start()
while len(thanked) < 200:
    time.sleep(0.02)
before = list(thanked)
back_up(target)
during = len(thanked) - len(before)
time.sleep(0.2)
stop.set()
for thread in threads:
    thread.join()
copy_waiting()
back_up(target.with_suffix(".quiet"))
print(json.dumps({"before": before, "during": during, "all": sorted(thanked)}))
"""
# Both stores of an install as they are found, then copied, then with the facts made anew from the database.
LOOK = """
import os, sys, json
os.environ["REGULARS_HOME"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
import django
django.setup()
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.messages.models import Pause
from regulars.web.research.copying import copy_waiting, rebuild
from regulars.web.research.models import OutboxRow, Response

def figures():
    held = facts().ratings().to_pyarrow().select(["response", "metric", "value"]).to_pylist()
    return sorted(map(str, (sorted(one.items()) for one in held)))

in_facts = set(facts().answers("repair").select("response").to_pyarrow()["response"].to_pylist())
waiting = set(OutboxRow.objects.values_list("response__public_id", flat=True))
database = sorted(Response.objects.values_list("public_id", flat=True))
copy_waiting()
copied = figures()
rebuild()
print(json.dumps({
    "database": database, "lost": sorted(set(database) - in_facts - waiting),
    "strange": sorted(in_facts - set(database)),
    "same": copied == figures(), "figures": copied, "held": Pause.current().held,
    "restored": Entry.objects.filter(event="backup-restored").count(),
}))
"""


def python(program: str, *arguments: object, **environment: str) -> Any:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=kept | environment, capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def regulars(home: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "--home", str(home), "--language", "en", *map(str, arguments)],
        env=kept | environment, capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip


@pytest.mark.long
def test_a_backup_under_load_restores_to_the_same_figures(tmp_path: Path) -> None:
    busy = python(BUSY, tmp_path / "home", tmp_path / "one.regulars")

    done = regulars(tmp_path / "back", "restore", tmp_path / "one.regulars", "--json")
    assert done.returncode == 0, done.stderr
    found = python(LOOK, tmp_path / "back")

    assert busy["during"] > 0
    assert found["lost"] == []
    assert found["strange"] == []
    assert set(busy["before"]) <= set(found["database"]) <= set(busy["all"])
    assert found["same"]
    assert (found["held"], found["restored"]) == (True, 1)
    assert json.loads(done.stdout)["database"] == "sqlite"

    assert regulars(tmp_path / "quiet", "restore", tmp_path / "one.quiet").returncode == 0
    quiet = python(LOOK, tmp_path / "quiet")
    assert quiet["database"] == busy["all"]
    assert quiet["figures"] == python(LOOK, tmp_path / "home")["figures"]
    newer_is_refused(tmp_path / "quiet", tmp_path)


def newer_is_refused(home: Path, folder: Path) -> None:
    """What a newer version has changed is neither used, nor brought up to date, nor restored by this one."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / "regulars.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', '2030-01-01')"
        )
        database.commit()
    assert regulars(home, "backup", folder / "later.regulars", "--no-secrets").returncode == 0

    upgrade = regulars(home, "upgrade")
    restore = regulars(folder / "nowhere", "restore", folder / "later.regulars")

    assert (upgrade.returncode, restore.returncode) == (1, 1)
    assert "brought up to date by a newer Regulars (it has cases.9999_later" in upgrade.stderr
    assert "an older version cannot read what a newer one wrote" in restore.stderr
    assert not (folder / "nowhere").exists()
