"""The page: one file, nothing to fetch, worst first, and safe whatever the data say."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from regulars.documents.html import to_html
from regulars.language import Language, Text


class Page(HTMLParser):
    """All elements of a page, and the words outside style."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._style = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words += data


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_one_file_without_script(report: Any, language: Language) -> None:
    """No script, no link to a style, no image, no inline style; the language stands on the root."""
    page = Page(to_html(report, language))

    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "form"}
    assert not any(
        name in ("style", "src") or name.startswith("on") for _, attributes in page.tags for name in attributes
    )
    assert ("html", {"lang": language.tag}) in page.tags
    addresses = [attributes["href"] for _, attributes in page.tags if "href" in attributes]
    assert all(address is not None and address.startswith("#") for address in addresses)


def test_the_order_of_the_page(report: Any) -> None:
    """Name, answer, reason, tiles, charts and tables, exact figures, source."""
    words = Page(to_html(report, Language.ENGLISH, company=Text({"en": "Juniper Hotels", "zh": "杜松酒店"}))).words

    order = [
        "Juniper Hotels", "Guest satisfaction, November 2026", "Breakfast is the weakest plank", "Almost certainly",
        "Satisfaction index", "Importance and satisfaction", "Weakest plank first", "What to fix first",
        "Exact figures", "guests-2026-11", "One customer may have answered twice.",
    ]  # fmt: skip
    start = words.index("Skip to content")
    places = [words.index(part, start) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize("language", list(Language))
def test_hostile_words_are_words(hostile: Any, language: Language) -> None:
    """Markup in data is shown as it was typed, and makes no element."""
    page = Page(to_html(hostile, language))

    assert "<script>alert(1)</script>" in page.words
    assert "script" not in {tag for tag, _ in page.tags}
    assert "{{ 7*7 }}" in page.words
    assert not set(page.words) & set("\x07\u202e")


def test_ids_are_unique_and_labels_lead_somewhere(report: Any, hostile: Any) -> None:
    """Also with several reports in one file, the same one twice among them."""
    page = Page(to_html([report, hostile, report], Language.ENGLISH))

    ids = [attributes["id"] for tag, attributes in page.tags if attributes.get("id") and tag != "tr"]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for name in ("aria-labelledby", "href"):
            target = (attributes.get(name) or "").removeprefix("#")
            assert not target or target in ids


def test_several_reports_have_a_table_of_contents(report: Any, hostile: Any) -> None:
    """A link with each report's title and its sentence, and one first heading."""
    page = Page(to_html([report, hostile], Language.ENGLISH, company="Juniper Hotels"))

    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == ["#main", "#r0", "#r1"]
    assert [tag for tag, _ in page.tags].count("h1") == 1


def test_tables_have_heads_for_rows_and_columns(report: Any) -> None:
    """Every head says what it heads, and every row has one."""
    page = Page(to_html(report, Language.ENGLISH))

    scopes = [attributes.get("scope") for tag, attributes in page.tags if tag == "th"]
    assert set(scopes) == {"row", "col"}
    rows = sum(len(section.table.rows) for section in report.sections) + len(report.all_figures())
    assert scopes.count("row") == rows


def test_every_colour_of_a_drawing_has_its_token(report: Any) -> None:
    """The bridge from the light palette to the theme has no gap."""
    source = to_html(report, Language.ENGLISH)
    style = source[source.index("<style>") : source.index("</style>")]

    body = source[source.index("</style>") :]
    for channel, colour in set(re.findall(r'(fill|stroke)="(#[0-9a-f]{6})"', body)):
        assert f'.viz [{channel}="{colour}"]' in style, (channel, colour)
