"""The page of results in a browser: with every definition open, by keyboard, without any script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(
    chromium: Any, live_server: Any, people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> Iterator[Callable[..., Any]]:
    """Open the page as the administrator, in a window of some width."""
    contexts = []

    def open_(path: str, width: int = 1440, **options: Any) -> Any:
        cookies = client_of(people.administrator).cookies
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.add_cookies(
            [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in cookies.items()]
        )
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_nothing_for_axe_with_all_details_open(opened: Callable[..., Any], width: int, scheme: str) -> None:
    """Definitions, tables and filters open; in each survey's state."""
    from axe_playwright_python.sync_playwright import Axe

    for path in (
        "/results/guests/?unit=south&period=12m",
        "/results/staff/",
        "/results/new/",
        "/results/guests/?since=x",
    ):
        page = opened(path, width, color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert found.violations_count == 0, found.generate_report()
        assert wide <= 0


def test_a_point_of_the_chart_is_a_link_that_the_keyboard_reaches(opened: Callable[..., Any]) -> None:
    """Its name says the numbers; Enter opens the answers behind it."""
    page = opened("/results/guests/")
    point = page.locator("#priorities .wide svg a").first

    name = point.get_attribute("aria-label")
    point.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/results/guests/answers/**")

    assert "±" in name
    assert "b_item=" in page.url


def test_filters_work_without_a_script(opened: Callable[..., Any]) -> None:
    """A form and links, nothing else."""
    page = opened("/results/guests/", java_script_enabled=False)

    page.locator(".filter-box > summary").click()
    page.get_by_role("checkbox", name="Lakeside").check()
    page.get_by_role("button", name="Show", exact=True).click()

    assert "unit=lakeside" in page.url
    assert page.locator(".chip.on").count() == 1
    assert "500 answers" in page.locator(".page-head").inner_text()


def test_print_opens_the_definitions(opened: Callable[..., Any]) -> None:
    """On paper nothing can be clicked."""
    page = opened("/results/guests/")
    page.emulate_media(media="print")

    shown = page.locator("#worst-first details.def > div").first

    assert shown.is_visible()
    assert not page.locator(".filter-box").is_visible()
