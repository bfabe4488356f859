"""What pages of results cost a browser: bytes on the wire, what is kept for ever, how far the layout shifts.

    python bench/results_wire.py [BROWSER]      path of a Chromium; the one of Playwright when omitted

The sample company on a server of its own (``regulars demo``), each page first with an empty cache and then again, on a
desk and on a telephone. Bytes are those of the network, compressed as they came.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SURVEY = "juniper-guests"
PAGES = {
    "Today": "/today/",
    "results": f"/results/{SURVEY}/",
    "four chapters": f"/results/{SURVEY}/chapters/",
    "tracking": "/tracking/",
}
MOST_KB, MOST_SHIFT = 400, 0.001
SIZES = {"desk": (1440, 900), "telephone": (390, 844)}
FOR_EVER = 31_536_000  # seconds of a year, as far as a cache may be told
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


@contextmanager
def server() -> Iterator[str]:
    """The sample company; its first line is the link that signs in."""
    from results_page import _free_port

    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as home:
        command = [Path(sys.executable).with_name("regulars"), "--home", home, "demo", "--customers", "4000"]
        process = subprocess.Popen(
            [*command, "--port", str(_free_port())], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            assert process.stdout is not None
            yield next(word for line in process.stdout for word in line.split() if word.startswith("http"))
        finally:
            process.terminate()
            process.wait()


def signed_in(chromium: Any, login: str) -> list[Any]:
    """The cookies of the person whom the link signs in; it holds once."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(login)
    page.locator("button.primary, button[type=submit]").first.click()
    page.wait_for_load_state()
    assert "sign" not in page.url, page.url
    found = context.cookies()
    context.close()
    return list(found)


def visited(context: Any, address: str) -> dict[str, float]:
    """One visit: KB on the wire, KB of it the page's own, files that are not kept for ever, the shift."""
    page = context.new_page()
    page.add_init_script(SHIFTS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    wire: dict[str, float] = {}
    kept: dict[str, str] = {}
    session.on("Network.loadingFinished", lambda event: wire.update({event["requestId"]: event["encodedDataLength"]}))
    page.on("response", lambda answer: kept.update({answer.url: answer.headers.get("cache-control", "")}))
    page.goto(address, wait_until="networkidle")
    assert page.url == address, page.url
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(500)
    shift = page.evaluate("window.shifted")
    page.close()
    own = [url for url in kept if "/static/" in url]
    late = [url for url in own if f"max-age={FOR_EVER}" not in kept[url] and "max-age=315360000" not in kept[url]]
    return {"kb": sum(wire.values()) / 1024, "static": len(own), "late": len(late), "shift": shift}


def main(browser: str | None) -> None:
    """Measure and publish; fail where a line is crossed."""
    from playwright.sync_api import sync_playwright

    from harness import pages

    rows, worst = [], {"kb": 0.0, "late": 0.0, "shift": 0.0}
    with server() as login, sync_playwright() as play:
        base = "/".join(login.split("/")[:3])
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        cookies = signed_in(chromium, login)
        for place, (width, height) in SIZES.items():
            for name, path in PAGES.items():
                context = chromium.new_context(viewport={"width": width, "height": height})
                context.add_cookies(cookies)
                cold, again = visited(context, base + path), visited(context, base + path)
                context.close()
                worst = {key: max(value, cold[key]) for key, value in worst.items()}
                rows.append(
                    f"| {name}, {place} | {cold['kb']:.0f} KB | {again['kb']:.0f} KB | "
                    f"{cold['static'] - cold['late']:.0f} of {cold['static']:.0f} | {cold['shift']:.4f} |"
                )
        chromium.close()
    lines = [
        f"Aims: {MOST_KB} KB with an empty cache, every file of ours kept for ever, no layout shift.",
        "",
        "| page | empty cache | again | kept for ever | layout shift |",
        "|---|---:|---:|---:|---:|",
        *rows,
    ]
    pages.publish("results_wire", "Pages of results on the wire", lines)
    if worst["kb"] > MOST_KB or worst["late"] or worst["shift"] > MOST_SHIFT:
        sys.exit("A page is over a line.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
