"""Every page that the table of addresses knows, in a browser: nothing for axe to find, nothing that the policy of
content stops, nothing wider than a small phone. A new page is looked at as soon as it has its row: in every run the
first of each part, in ``make prove`` all."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from tests.web.addresses.shape import Address
from tests.web.test_addresses import ROWS

pytestmark = pytest.mark.browser
PAGES = [
    row
    for row in ROWS
    if row.method == "get" and 200 in row.good and set(row.allowed) & {"administrator", "manager", "nobody"}
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
LIGHT_AND_DARK = {"runOnly": ["color-contrast"]}


@pytest.fixture
def world(live_server: Any, people: SimpleNamespace, units: SimpleNamespace, home: Path) -> SimpleNamespace:
    """What the rows of the table build upon."""
    return SimpleNamespace(people=people, units=units, home=home, address=live_server.url)


def part_of(row: Address) -> str:
    """Pages of one part share frame, parts and style: one of them stands for all in every run."""
    return "account" if row.url.startswith(("account_", "mfa_")) else row.url.partition(":")[0]


def looks() -> Iterator[Any]:
    """A page of each part in English on a phone; all others, and Chinese on a desk, in the proofs."""
    seen: Counter[str] = Counter()
    for row in PAGES:
        name = f"{row.url}{row.note and '-' + row.note}"
        part = part_of(row)
        seen[part] += 1
        first = seen[part] == 1
        yield pytest.param(row, "en", PHONE, id=name, marks=[] if first else [pytest.mark.long])
        yield pytest.param(row, "zh", DESK, id=f"{name}-zh", marks=pytest.mark.long)


@pytest.mark.parametrize(("row", "language", "size"), tuple(looks()))
def test_page(
    row: Address,
    language: str,
    size: dict[str, int],
    chromium: Any,
    world: SimpleNamespace,
    client_of: Callable[[Any], Any],
) -> None:
    """On a phone in light and in dark."""
    address = world.address + reverse(row.url, kwargs=dict(row.arguments(world)))
    query = "&".join(f"{name}={value}" for name, value in row.data(world).items())
    who = next(one for one in ("administrator", "manager", "nobody") if one in row.allowed)
    cookies = _cookies(client_of, getattr(world.people, who, None), world.address)

    spot = {"name": "regulars_language", "value": language, "url": world.address}
    context = chromium.new_context(
        viewport=size, locale="zh-CN" if language == "zh" else "en-GB", reduced_motion="reduce"
    )
    context.add_cookies([*cookies, spot])
    faults = _look(context, f"{address}?{query}" if query else address, size)
    context.close()

    assert faults == []


def _cookies(client_of: Callable[[Any], Any], user: Any, address: str) -> list[dict[str, str]]:
    """The session of somebody who has given the password just now."""
    if user is None:
        return []
    client = client_of(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return [{"name": name, "value": morsel.value, "url": address} for name, morsel in client.cookies.items()]


def _look(context: Any, address: str, size: dict[str, int]) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda one: told.append(f"console: {one.text}") if one.type == "error" else None)
    page.on("pageerror", lambda error: told.append(f"script: {error}"))
    with page.expect_event("response", lambda one: one.request.is_navigation_request()) as landed:
        try:
            page.goto(address)
        except Exception:
            if landed.value.headers.get("content-disposition", "").startswith("attachment"):
                return []  # a file to save is no page
            raise
    if landed.value.status >= 400:  # a page that says so kindly; the browser notes the number
        told = [one for one in told if "Failed to load resource" not in one]
    if "html" not in landed.value.headers.get("content-type", "") and landed.value.status == 200:
        return []
    faults = [f"axe: {one}" for one in _violations(Axe().run(page))]
    if size is PHONE:
        page.emulate_media(color_scheme="dark")
        faults += [f"axe, dark: {one}" for one in _violations(Axe().run(page, options=LIGHT_AND_DARK))]
        page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults, *told, *([f"{wide} px wider than the screen"] if wide > 0 else [])]


def _violations(results: Any) -> list[str]:
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for one in results.response["violations"]
        for node in one["nodes"][:3]
    ]
