"""The page in a browser: accessible in both themes and languages, quiet on the wire, never wider than a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from regulars.documents import write_report
from regulars.language import Language, Text

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(samples: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both sample reports in both languages, each language's two in one file as well."""
    folder, found = tmp_path_factory.mktemp("pages"), {}
    company = Text({"en": "Juniper Hotels", "zh": "杜松酒店"})
    for language in Language:
        hotel, hostile = samples.hotel_report(), samples.hostile_report()
        for name, reports in {"hotel": [hotel], "hostile": [hostile], "both": [hotel, hostile]}.items():
            path = folder / f"{name}.{language}.html"
            found[f"{name}-{language}"] = write_report(reports, path, language, company=company)
    return found


@pytest.mark.parametrize("name", ["hotel-en", "hotel-zh", "hostile-en", "both-zh"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_no_accessibility_violation(chromium: Any, pages: dict[str, Path], name: str, scheme: str, width: int) -> None:
    """axe finds nothing, with every definition open, wide and narrow."""
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(pages[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page)
    page.close()

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", ["hotel-en", "hotel-zh", "hostile-en", "both-zh"])
def test_nothing_scrolls_sideways(chromium: Any, pages: dict[str, Path], name: str) -> None:
    """At 360 px and up the page is as wide as its window; wide tables scroll in their own region."""
    found, widths = [], [360, 390, 1440]
    page = chromium.new_page()
    page.goto(pages[name].as_uri())
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found.append(page.evaluate("document.documentElement.scrollWidth"))
    page.close()

    assert found == widths


def test_nothing_is_fetched_and_nothing_is_refused(chromium: Any, pages: dict[str, Path]) -> None:
    """One request, for the file itself; its own policy refuses none of its parts."""
    page = chromium.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(pages["both-en"].as_uri())
    page.wait_for_timeout(200)
    page.close()

    assert asked == [pages["both-en"].as_uri()]
    assert said == []


@pytest.mark.parametrize(("width", "shown"), [(390, "narrow"), (1440, "wide")])
def test_each_width_has_its_drawing(chromium: Any, pages: dict[str, Path], width: int, shown: str) -> None:
    """One drawing of each chart is seen, and its words are at least 11 px tall."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(pages["hotel-en"].as_uri())
    seen = page.evaluate(
        "[...document.querySelectorAll('.chart svg')].filter(s => s.getBoundingClientRect().width > 0)"
        ".map(s => [s.parentElement.className, 12 * s.getBoundingClientRect().width / s.viewBox.baseVal.width])"
    )
    page.close()

    assert {name for name, _ in seen} == {shown}
    assert min(size for _, size in seen) >= 11
