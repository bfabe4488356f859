"""A case from the low rating to the customer's last word, in Chromium, in both languages, on a phone and on a desk.

    python prove/case_walk.py [HOME ADDRESS]      writes prove/results/case_walk.md

Without arguments it makes a sample company of its own and runs it; with the home folder of one that runs already and
its address, it uses that. A guest answers 2 of 10 by a personal link; a case opens; its owner acknowledges it, finds
the cause and chooses an option beyond the own limit, which the manager approves; the customer is not satisfied, and
then is. What a page does is read again from the database.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "case_walk.md"
LOOKS = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
AGENT, MANAGER, ADMINISTRATOR = "wu@juniper.example", "mei@juniper.example", "ada@juniper.example"
RATED = {"staff": "1", "overall": "1", "recommend": "2", "again": "1"}
PORT = 8393
Checks = dict[str, str]


def main(arguments: list[str]) -> int:
    """Run, and write the page."""
    if arguments:
        return run(Path(arguments[0]), arguments[1].rstrip("/"))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        command = [*regulars(home), "demo", "--customers", "1500", "--port", str(PORT)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            line = server.stdout.readline().decode()  # the one line on standard output, once it runs
            return run(home, line.split("/accounts")[0].strip())
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def regulars(home: Path) -> list[str]:
    """The command, for this home folder."""
    return [str(Path(sys.executable).parent / "regulars"), "--home", str(home)]


def run(home: Path, address: str) -> int:
    """Four walks: each language, each size of screen."""
    os.environ |= {
        "REGULARS_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "regulars.web.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    found: dict[str, Checks] = {}
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        links = personal_links()
        for language in ("en", "zh"):
            for look, size in LOOKS.items():
                walk = Walk(chromium, home, address, language, size)
                found[f"{language}, {look}"] = walk.go(next(links))
        chromium.close()
    write(found)
    return 0 if all(said.startswith("yes") for one in found.values() for said in one.values()) else 1


def personal_links() -> Any:
    """Of guests who were invited and have not answered."""
    from regulars.web.messages.models import Outgoing

    asked = Outgoing.objects.filter(kind="invitation", customer__isnull=False, customer__responses=None)
    for one in asked.order_by("-pk").iterator():
        if hit := re.search(r"/s/to/[^\s\"<>]+", one.text):
            yield hit.group(0)


class Walk:
    """One walk. Each step says yes or no, and what was seen."""

    def __init__(self, chromium: Any, home: Path, address: str, language: str, size: dict[str, int]) -> None:
        self.chromium, self.home, self.address, self.language, self.size = chromium, home, address, language, size
        self.checks: Checks = {}

    def go(self, link: str) -> Checks:
        """From the first tap to the last."""
        self.answer(link)
        self.url = f"{self.address}/cases/{self.case.public_id}/"
        self.agent, self.manager = self.signed_in(AGENT), self.signed_in(MANAGER)
        self.understand()
        self.choose()
        self.tell(self.agent, "We are sorry. The late shift was trained today.")
        self.hear("1", "not satisfied: open again", ("investigating", ""))
        self.tell(self.manager, "I called you, and this is settled.")
        self.hear("3", "satisfied: closed as resolved", ("closed", "resolved"))
        self.look_round()
        return self.checks

    def check(self, what: str, right: object, seen: object = "") -> None:
        """Keep what was seen."""
        self.checks[what] = ("yes" if right else "no") + (f", {seen}" if seen else "")
        print(f"{self.language} {self.size['width']}: {what}: {self.checks[what]}", file=sys.stderr)

    def page(self) -> Any:
        """A browser of its own."""
        context = self.chromium.new_context(viewport=self.size)
        context.add_cookies([{"name": "regulars_language", "value": self.language, "url": self.address}])
        return context.new_page()

    def signed_in(self, mail: str) -> Any:
        """By a link, as somebody at the server would make it."""
        told = subprocess.run([*regulars(self.home), "signin-link", mail], capture_output=True, text=True, check=True)
        page = self.page()
        page.goto(told.stdout.split()[0])
        page.locator("button.primary").first.click()
        page.wait_for_load_state()
        return page

    def answer(self, link: str) -> None:
        """Two of ten."""
        from regulars.web.cases.models import Case

        page, before = self.page(), set(Case.objects.values_list("pk", flat=True))
        page.goto(self.address + link)
        for name, value in RATED.items():
            page.evaluate(
                "id => { const one = document.getElementById(id); if (one) one.checked = true }", f"{name}-{value}"
            )
        begun = time.monotonic()
        page.locator("form button").last.click()
        while not (new := Case.objects.exclude(pk__in=before)) and time.monotonic() - begun < 60:
            time.sleep(0.05)
        took = time.monotonic() - begun
        self.case = new.get()
        self.check("a case opened within two seconds", took < 2, f"{took:.1f} s")
        self.at_lakeside()

    def at_lakeside(self) -> None:
        """Where the agent and the manager of this walk work."""
        from regulars.web.accounts.models import User
        from regulars.web.cases.models import Case

        agent = User.objects.get(email=AGENT)
        unit = agent.grants.get().unit
        Case.objects.filter(pk=self.case.pk).update(unit=unit, owner=agent)
        self.case.refresh_from_db()

    def understand(self) -> None:
        """Acknowledged in time, and why it happened."""
        page = self.agent
        page.goto(self.url)
        page.locator("button[value=acknowledge]").click()
        page.wait_for_load_state()
        self.case.refresh_from_db()
        in_time = self.case.acknowledged is not None and self.case.acknowledged < self.case.due_acknowledge
        self.check("acknowledged in time", in_time)
        page.locator("#cause select").select_option("attitude")
        page.locator("#cause input[type=text]").fill("training")
        page.locator("#cause button").click()
        page.wait_for_load_state()
        self.case.refresh_from_db()
        self.check("the cause is noted", self.case.cause == "attitude")

    def choose(self) -> None:
        """The dearest option is beyond what an agent may give."""
        from regulars.web.cases.advice.models import Approval, Gesture

        dearest, page = Gesture.objects.order_by("-cost").first(), self.agent
        page.evaluate("() => document.querySelectorAll('#options details').forEach(one => one.open = true)")
        page.locator(f"#options form[action*='{dearest.public_id}'] button").last.click()
        page.wait_for_load_state()
        asked = Approval.objects.filter(case=self.case).first()
        self.check("beyond the limit: asked for approval", asked is not None and asked.yes is None)
        self.manager.goto(self.url)
        self.manager.locator("#options form[action*='approvals'] button").first.click()
        self.manager.wait_for_load_state()
        asked.refresh_from_db()
        self.check("approved by the manager", asked.yes)

    def tell(self, page: Any, words: str) -> None:
        """The answer, by the first way that is offered."""
        page.goto(self.url)
        page.locator("#respond textarea").fill(words)
        page.locator("#respond button.primary").click()
        page.wait_for_load_state()
        self.case.refresh_from_db()
        self.check(f"answered: {words[:12]}…", self.case.state == "responded")

    def hear(self, value: str, what: str, wanted: tuple[str, str]) -> None:
        """One tap by the link of the letter."""
        from regulars.web.messages.models import Outgoing

        letters = Outgoing.objects.filter(text__contains="/verdict/", customer=self.case.customer).order_by("-pk")
        page = self.page()
        page.goto(self.address + re.search(r"/verdict/[^\s\"<>?]+", letters.first().text).group(0))
        page.locator(f"button[value='{value}']").first.click()
        page.wait_for_load_state()
        self.case.refresh_from_db()
        self.check(what, (self.case.state, self.case.outcome) == wanted, self.case.owner)

    def look_round(self) -> None:
        """Where else it shows."""
        page = self.signed_in(ADMINISTRATOR)
        for what, path, sign in (
            (
                "on the timeline",
                f"/customers/{self.case.customer.public_id}/timeline/",
                f"/cases/{self.case.public_id}/",
            ),
            ("in the causes", "/causes/", "cause=attitude"),
            ("the board opens", "/cases/board/", "<h1"),
        ):
            page.goto(self.address + path)
            self.check(what, sign in page.content())


def write(found: dict[str, Checks]) -> None:
    """The page."""
    lines = [
        "# The way of a case",
        "",
        "By `prove/case_walk.py`: a low rating by a personal link, to the customer's last word, in Chromium.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores · load {os.getloadavg()[0]:.1f}",
        "",
        f"| step | {' | '.join(found)} |",
        f"|---|{'---|' * len(found)}",
    ]
    names = list(next(iter(found.values())))
    lines += [f"| {name} | {' | '.join(one.get(name, 'no') for one in found.values())} |" for name in names]
    RESULTS.write_text("\n".join([*lines, ""]), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
