"""The guest's page in Chromium with scripts off: by thumb and by keyboard, in both languages, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium: Any, live_server: Any, link: Any) -> Iterator[Any]:
    """A small phone that runs no scripts, at the page of the link."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, has_touch=True, locale="en-GB"
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/s/{link.public_id}")
    yield page
    context.close()


def test_a_guest_answers_by_thumb(page: Any, responses: Any) -> None:
    """Taps alone: a low rating opens its line, the word of the number appears, the count goes on."""
    page.locator("#breakfast-1").tap()
    why = page.locator("#why-breakfast")
    assert why.is_visible()
    assert not page.locator("#why-sleep").is_visible()
    why.fill("Cold eggs")
    page.locator("#wifi-unused").tap()
    page.locator("#recommend-10").tap()
    page.locator("#overall-4").tap()
    page.locator("#contact").tap()
    page.locator("button").tap()
    page.wait_for_url("**/thanks*")

    assert page.locator("h1").inner_text() == "Thank you"
    (stored,) = responses()
    assert stored.answers == {
        "breakfast": 1,
        "why-breakfast": "Cold eggs",
        "wifi": None,
        "recommend": 10,
        "overall": 4,
    }
    assert page.context.cookies() == []


def test_a_guest_answers_by_keyboard(page: Any, responses: Any) -> None:
    """Tab to the first question, arrows along its scale, and enter sends."""
    page.keyboard.press("Tab")  # the other language
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    assert page.locator("h1").inner_text() == "Thank you"
    assert responses()[0].answers == {"booking": 3, "check-in": 1}


def test_going_back_and_sending_again_is_one_response(page: Any, responses: Any) -> None:
    page.locator("#recommend-9").tap()
    page.locator("button").tap()
    page.wait_for_url("**/thanks*")
    page.go_back()
    page.locator("#recommend-9").tap()
    form = page.locator("input[name=form]").get_attribute("value")
    page.locator("button").tap()
    page.wait_for_url("**/thanks*")

    # A browser that asks for the page again gets a new form; one that kept the page sends the old one.
    nonces = {stored.nonce for stored in responses()}
    assert page.locator("h1").inner_text() == "Thank you"
    assert len(nonces) == len(responses()) <= 2
    assert any(nonce in form for nonce in nonces)


def test_every_target_is_large_enough_for_a_thumb(page: Any) -> None:
    """44 px, but for the eleven numbers in one row, which are 29 by 52."""
    for selector, width, height in (
        ("#booking-1", 44, 48), ("#booking-unused", 44, 48), ("#recommend-0", 28, 52), ("button", 200, 52),
        ("header nav a", 24, 44), ("label.c", 200, 44),
    ):  # fmt: skip
        box = page.locator(selector).bounding_box()
        assert box["width"] >= width, (selector, box)
        assert box["height"] >= height, (selector, box)


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(320, "en", "dark"), (360, "zh", "light"), (390, "zh", "dark"), (1440, "en", "light")],
)
def test_axe_finds_nothing_and_nothing_is_cut(
    width: int, language: str, scheme: str, chromium: Any, live_server: Any, link: Any
) -> None:
    """With answers and errors on the page, on a narrow phone (or at 400 % zoom) and on a desk."""
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda one: told.append(one.text))
    page.goto(f"{live_server.url}/s/{link.public_id}?lang={language}")
    page.locator("#breakfast-1").check()
    page.locator("#wifi-unused").check()
    page.locator("#recommend-9").check()
    page.evaluate(
        "document.querySelector('#overall-3').value = '9'; document.querySelector('#overall-3').checked = true"
    )
    page.evaluate("document.querySelector('#comment').removeAttribute('maxlength')")
    page.locator("#comment").fill("x" * 2100)
    page.locator("button").click()
    page.wait_for_selector(".alert")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#breakfast-1").is_checked()
    assert [line for line in told if "422" not in line] == []
    context.close()


def test_the_policy_stops_scripts(chromium: Any, live_server: Any, link: Any) -> None:
    """Should words ever get into the page as markup, they do not run."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/s/{link.public_id}")

    stopped = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));
            const script = document.createElement('script'); script.textContent = '1'; document.body.append(script);
        })"""
    )

    assert stopped.startswith("script-src")
    context.close()


def test_a_browser_without_the_newest_selectors_can_do_everything(page: Any) -> None:
    """An old WebView knows no ``:has``; the page does not use it."""
    from pathlib import Path

    from regulars.web.channels.link import style

    sheet = (Path(style.__file__).parent / "survey.css").read_text("utf-8")

    assert ":has(" not in sheet
    assert "@layer" not in sheet
    assert "&" not in sheet
