"""The page of results: the same numbers as everywhere, within the reader's units, whatever the address says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.insights.filters import Filters
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.language import Language
from regulars.web.facts import facts

pytestmark = pytest.mark.django_db
HOSTILE = [
    "period=nothing",
    "period=wave:2030",
    "since=yesterday&until=2026-13-45",
    "since=2026-11-20&until=2026-01-01",
    "step=hour",
    "unit=",
    "since=0001-01-01&until=9999-12-31",
    "step=week&period=all&unit=&unit=",
    "%00=%00&period=%00",
    "page=99999999999999999999&b_low=x",
    "q=" + "a" * 5000,
]


class Words(HTMLParser):
    """The visible words of a page, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._together = self._within = False  # an interval that is not torn is a part of its sentence
        self.feed(html)

    def handle_data(self, data: str) -> None:
        if self._together:
            self.words[-1] += data
        else:
            self.words.append(data)
        self._together = False

    def handle_endtag(self, tag: str) -> None:
        self._together = self._within and tag == "span"
        self._within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._together = self._within = (tag, ("class", "nowrap")) == ("span", next(iter(attrs), None))
        self.links += [value or "" for name, value in attrs if name == "href" and tag == "a"]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def opened(client_of: Callable[[Any], Any]) -> Callable[..., Words]:
    """Open an address of results as somebody."""

    def open_(user: Any, address: str = "/results/guests/", status: int = 200) -> Words:
        answer = client_of(user).get(address)
        assert answer.status_code == status
        return Words(answer.content.decode())

    return open_


def test_the_page_shows_the_numbers_of_the_insight(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """One definition for each number: sentence, tiles and exact figures are those of the report."""
    from regulars.documents.view import view

    said = view(satisfaction(facts(), "guests", scope=Scope.whole(purpose="test")), Language.ENGLISH)

    shown = opened(people.administrator).text

    assert " ".join(said.conclusion.split()) in shown
    for figure in said.exact:
        assert figure.exact_value in shown
        assert figure.exact_interval in shown


def test_every_bar_opens_the_answers_behind_it(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """Points of charts and names of rows lead to as many answers as the row counts."""
    found = opened(people.administrator)

    links = [link for link in found.links if "/answers/?" in link]
    assert any("b_item=breakfast" in link for link in links)
    assert any("b_item=overall&b_low=1&b_high=1" in link for link in links)
    assert any("b_unit=harbour" in link for link in links)
    lowest = opened(people.administrator, "/results/guests/answers/?b_item=overall&b_low=1&b_high=1")
    table = satisfaction(facts(), "guests", scope=Scope.whole(purpose="test")).section("distribution").table
    assert table is not None
    assert f"{table.rows[0].cells[1].value:,} answers" in lowest.text


def test_a_manager_sees_the_own_unit_alone(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """Numbers, filters, list and answers are of Lakeside; nothing tells of the others."""
    own = satisfaction(facts(), "guests", scope=Scope(frozenset({"lakeside"}), "test"))
    report = opened(people.manager)

    assert f"{own.source.rows:,} answers" in report.text
    assert own.source.rows == 500
    for page_ in (report, opened(people.manager, "/results/"), opened(people.manager, "/results/guests/answers/")):
        for word in ("harbour", "Harbour", "station", "Station", "1,500"):
            assert word not in page_.text
    assert "500" in opened(people.manager, "/results/").text


def test_a_sentence_about_units_says_their_names(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """Answers know only the codes."""
    page = opened(people.administrator).text

    assert "Clearly below the other units: Harbour." in page
    assert "units: harbour" not in page


def test_somebody_elses_unit_is_as_unknown_as_none(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """404 for both, on the page, behind a bar and in a file."""
    for code in ("harbour", "group", "nowhere"):
        opened(people.manager, f"/results/guests/?unit={code}", 404)
        opened(people.manager, f"/results/guests/answers/?unit={code}", 404)
        opened(people.manager, f"/results/guests/answers/?b_unit={code}", 404)


def test_a_region_holds_what_lies_below_it(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """Choosing the south shows both of its hotels, and its manager sees no others."""
    south = opened(people.administrator, "/results/guests/?unit=south")
    region = opened(people.regional)

    assert "1,000 answers" in south.text
    assert "1,000 answers" in region.text
    assert "Station" not in region.text


def test_several_units_and_days_narrow_the_numbers(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """The filters stand in the address and in words, each with a way to take it off."""
    found = opened(
        people.administrator, "/results/guests/?unit=lakeside&unit=station&since=2026-10-01&until=2026-10-31"
    )

    scope = Scope(frozenset({"lakeside", "station"}), "test")
    october = Filters.of(None, date(2026, 10, 1), date(2026, 10, 31))
    expected = satisfaction(facts(), "guests", scope=scope, filters=october)
    assert f"{expected.source.rows} answers" in found.text
    assert "1 Oct 2026 to 31 Oct 2026" in found.text
    assert "?unit=station&since=2026-10-01&until=2026-10-31" in found.links


@pytest.mark.parametrize("query", HOSTILE)
def test_an_address_that_nobody_wrote_by_hand_is_answered(
    people: SimpleNamespace, opened: Callable[..., Words], query: str
) -> None:
    """Never an error of ours; what cannot be read is said or left out."""
    opened(people.administrator, f"/results/guests/?{query}")
    opened(people.administrator, f"/results/guests/answers/?{query}&b_item={query[:90]}&b_wave=x&b_first=x&b_last=1")


def test_a_wrong_day_is_said_with_an_example(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """And the form stays open on it."""
    found = opened(people.administrator, "/results/guests/?since=yesterday")

    assert "Write the day like 2026-10-31." in found.text
    assert "1,500 answers" in found.text


def test_an_unknown_survey_is_not_found(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """Also one whose name could be a path."""
    for name in ("nothing", "..", "%2e%2e%2fpurchases", "guests%00"):
        opened(people.administrator, f"/results/{name}/", 404)


def test_too_few_answers_are_said_and_not_drawn(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """The count so far and the count needed."""
    found = opened(people.administrator, "/results/new/")

    assert "4 answers. A number appears from 30." in found.text
    assert not any("/answers/" in link for link in found.links)


def test_the_company_sets_how_many_answers_a_number_needs(
    people: SimpleNamespace, company: Any, opened: Callable[..., Words]
) -> None:
    """The page, the list and the small units follow the settings at once."""
    company.minimum_n, company.privacy_k = 5000, 900
    company.save()

    assert "A number appears from 5,000." in opened(people.administrator, "/results/guests/").text
    assert "numbers shown" not in opened(people.administrator, "/results/").text

    company.minimum_n = 30
    company.save()
    assert "A number appears from 900." in opened(people.administrator, "/results/staff/").text
    assert "numbers shown" in opened(people.administrator, "/results/").text


def test_a_confidential_survey_is_shown_as_a_whole(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """Filters in the address change nothing, and no answer is shown one by one."""
    plain = opened(people.administrator, "/results/staff/")
    filtered = opened(people.administrator, "/results/staff/?unit=lakeside&since=2026-10-01")

    assert "Shown as a whole, so that nobody can be told apart" in plain.text
    assert "600 answers" in filtered.text
    assert not any("/answers/" in link for link in plain.links)
    opened(people.administrator, "/results/staff/answers/", 404)


def test_a_viewer_sees_figures_without_the_answers(people: SimpleNamespace, opened: Callable[..., Words]) -> None:
    """No link that would be refused."""
    found = opened(people.viewer)

    assert not any("/answers/" in link for link in found.links)
    assert "PDF report" not in found.text


def test_the_page_speaks_chinese(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    """Words, not fragments of English."""
    client = client_of(people.administrator)
    client.cookies["regulars_language"] = "zh"

    text = Words(client.get("/results/guests/").content.decode()).text

    assert "客人满意度" in text
    for english in ("Satisfaction index", "answers", "Definition", "Worst first", "All figures", "Filter"):
        assert english not in text


def test_nothing_inline_that_the_policy_forbids(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    """No style and no script in the page."""
    html = client_of(people.administrator).get("/results/guests/").content.decode()

    assert " style=" not in html
    assert "<style" not in html
    assert "onclick" not in html


def test_a_page_costs_few_queries_however_many_units(
    people: SimpleNamespace, client_of: Callable[[Any], Any], django_assert_max_num_queries: Any
) -> None:
    """Session, account, grants, units and their tree; the numbers come from the facts."""
    from regulars.language import Text
    from regulars.web.company.models import Unit

    Unit.objects.bulk_create(Unit(code=f"u{i}", name=Text({"en": f"U {i}"})) for i in range(300))
    client = client_of(people.administrator)

    with django_assert_max_num_queries(12):
        client.get("/results/guests/")
    with django_assert_max_num_queries(12):
        client.get("/results/guests/?unit=lakeside")


def test_each_file_of_answers_is_read_once(
    people: SimpleNamespace, client_of: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever filters follow: one scan for each file of a table."""
    from regulars.insights import blocks

    read: list[str] = []
    kept = blocks.read_block
    monkeypatch.setattr(blocks, "read_block", lambda file, items: (read.append(file), kept(file, items))[1])
    client = client_of(people.administrator)

    for query in ("", "?unit=lakeside", "?unit=south&period=3m", "?period=12m&step=week"):
        client.get(f"/results/guests/{query}")

    assert len(read) == len(set(read)) == len(facts().answer_files("guests").names)


def test_a_survey_that_asks_for_words_alone_is_not_said_to_have_too_few_answers(
    opened: Any, people: SimpleNamespace
) -> None:
    from regulars.facts.copying import publish_survey
    from regulars.facts.questionnaires import study
    from regulars.survey import ItemKind

    survey = study("feature-kano").survey()
    publish_survey(facts(), survey)
    words = tuple(item for item in survey.items if item.kind is ItemKind.TEXT)
    publish_survey(facts(), replace(survey, name="words", items=words))

    assert "No numbers yet" in opened(people.administrator, "/results/feature-kano/").text
    page = opened(people.administrator, "/results/words/")
    assert "Nothing here is scored" in page.text
    assert "chance" not in page.text
