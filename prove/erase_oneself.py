"""A customer withdraws, takes her data along and erases herself, in Chromium on a phone, in Chinese.

    python prove/erase_oneself.py [HOME ADDRESS]      writes prove/results/erase_oneself.md

Without arguments it makes a sample company of its own and runs it; with the home folder of one that runs already and
its address, it uses that. She has no account: she enters her address, reads her mail as it lies in the home folder, and
presses. Then everything is searched for her: once before, so that the search is known to find her, and once after.
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "erase_oneself.md"
PHONE = {"width": 390, "height": 844}
PATIENCE = 900
PORT = 8391


def main(arguments: list[str]) -> int:
    """Run, and write the page."""
    if arguments:
        home, address = Path(arguments[0]), arguments[1].rstrip("/")
        return run(home, address)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        command = [str(Path(sys.executable).parent / "regulars"), "--home", str(home), "demo"]
        server = subprocess.Popen([*command, "--customers", "1500", "--port", str(PORT)], stdout=subprocess.PIPE)
        try:
            line = server.stdout.readline().decode()  # the one line on standard output, once it runs
            return run(home, line.split("/accounts")[0].strip())
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def run(home: Path, address: str) -> int:
    """The whole way."""
    os.environ |= {"REGULARS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "regulars.web.settings"}
    import django

    django.setup()
    from regulars.web.people.models import Customer
    from regulars.web.people.rights.models import Policy
    from regulars.web.people.rights.tracing import traces
    from regulars.web.people.rights.words import words_of

    her = someone()
    words, number = words_of(her), her.number
    policy = Policy.current()
    policy.grace_days = 0
    policy.save()
    before = traces(words)
    steps = press(home, address, her.email)
    certificate = steps.pop("certificate")
    after = traces(words)
    checks = {
        "the search found her before": not before.clean,
        "nobody has her number": not Customer.objects.filter(number=number).exists(),
        "the search finds nothing": after.clean,
        "the certificate says so": certificate["search"]["found"] == [],
        "the digest is hers": fits(certificate["certificate"], number),
        **steps,
    }
    write(checks, before, after, certificate)
    print(RESULTS.read_text("utf-8"))
    return 0 if all(checks.values()) else 1


def someone() -> Any:
    """A person with an address of her own who bought, answered and was written about."""
    from regulars.web.people.models import Customer

    rows = Customer.objects.exclude(email="").exclude(name="").filter(kind="person", score__rating_day__isnull=False)
    rows = rows.filter(language__startswith="zh")
    people = list(rows.order_by("-score__purchases")[:200])
    mails = Counter(one.email for one in people)
    return next(one for one in people if mails[one.email] == 1)


def press(home: Path, address: str, mailbox: str) -> dict[str, Any]:
    """What she does, with what she sees."""
    from playwright.sync_api import sync_playwright

    done: dict[str, Any] = {}
    shots = Path(tempfile.gettempdir())
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False, accept_downloads=True)
        page = context.new_page()
        page.goto(f"{address}/my/")
        page.fill("input[name=email]", mailbox)
        since = time.time()
        page.click("main button")
        done["the answer does not say whether she is known"] = "如果我们有这个地址" in page.inner_text("main")
        page.goto(link_in(home, mailbox, since))
        page.screenshot(path=str(shots / "own-1.png"), full_page=True)
        done["she sees her own data"] = page.input_value("input[name=email]") == mailbox
        for box in page.query_selector_all("#agree input[type=checkbox]"):
            box.uncheck()
        page.click("#agree button")
        done["she withdrew"] = "已保存" in page.inner_text("main") and not page.is_checked(
            "#agree input[type=checkbox]"
        )
        page.click("#along button")
        with page.expect_download() as taken:
            page.click("#along a >> nth=1")
        told = json.loads(Path(taken.value.path()).read_text("utf-8"))
        done["her file holds what she bought and answered"] = bool(told["purchases"]) and any(told["answers"].values())
        done["her file holds the mail with the link"] = bool(told["more"].get("outbox.Outgoing"))
        page.check("#sure")
        page.screenshot(path=str(shots / "own-2.png"), full_page=True)
        page.click("#erase button")
        page.screenshot(path=str(shots / "own-3.png"), full_page=True)
        proof = page.get_attribute("#erase a", "href")
        end = time.time() + PATIENCE
        while "再也查不到" not in page.content() and "仍有残留" not in page.content() and time.time() < end:
            time.sleep(5)
            page.goto(proof)
        page.screenshot(path=str(shots / "own-4.png"), full_page=True)
        done["the proof stands at the address she was told"] = "再也查不到" in page.inner_text("main")
        done["certificate"] = context.request.get(f"{proof}?as=json").json()
        done["the proof can be printed"] = context.request.get(f"{proof}?as=pdf").body()[:4] == b"%PDF"
        browser.close()
    return done


def link_in(home: Path, mailbox: str, since: float) -> str:
    """The fresh link in the last mail to her."""
    end = time.time() + PATIENCE
    while time.time() < end:
        for path in sorted((home / "mail").glob("*/*"), key=lambda one: -one.stat().st_mtime):
            if path.stat().st_mtime < since - 5:
                break
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            text = letter.get_body(("plain",)).get_content()
            if mailbox in str(letter["To"]) and (found := re.search(r"https?://\S+/my/s\.\S+", text)):
                return found[0]
        time.sleep(2)
    raise SystemExit("no mail came")


def fits(certificate: str, number: str) -> bool:
    """Whether the certificate is about this number."""
    from regulars.web.people.rights.models import Certificate

    return Certificate.objects.get(public_id=certificate).is_about(number)


def write(checks: dict[str, bool], before: Any, after: Any, certificate: dict[str, Any]) -> None:
    """The page of results."""
    searched = f"Searched: {after.tables} tables with {after.rows:,} rows, {after.facts} files of facts, "
    searched += f"{after.files} files of {after.size / 1e6:.1f} MB."
    lines = [
        "# A customer erases herself",
        "",
        "Written by `prove/erase_oneself.py`: Chromium, 390 × 844, Chinese, without script; the sample company.",
        f"{datetime.now():%Y-%m-%d}, SQLite {sqlite3.sqlite_version}.",  # noqa: DTZ005 - a day for people
        "",
        "| check | |",
        "|---|---|",
        *(f"| {name} | {'yes' if fine else '**NO**'} |" for name, fine in checks.items()),
        "",
        searched,
        "",
        "| where she was found before | times | after |",
        "|---|---|---|",
        *(f"| {kind} | {count} | {left_of(after, kind)} |" for kind, count in places(before).items()),
        "",
        f"Erased rows by table: {certificate['tables']}",
        "",
        f"Erased from the facts: {certificate['facts']}; files: {certificate['files']}.",
        "",
        f"Struck out: {certificate['struck']}",
    ]
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def places(found: Any) -> dict[str, int]:
    """By table, by folder of facts, by folder of files."""
    counts: Counter[str] = Counter()
    for one in found.found:
        name = one.where.split("/")[0] if one.kind == "file" else "/".join(one.where.split("/")[:2])
        counts[f"{one.kind} `{name}`"] += one.count
    return dict(sorted(counts.items()))


def left_of(found: Any, kind: str) -> int:
    """The same afterwards."""
    return places(found).get(kind, 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
