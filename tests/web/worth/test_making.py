"""A page that takes long: its frame at once, then the report, made once; an error in words; ready in the morning."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.results.samples import facts_in

from regulars.insights.worth import PAGES
from regulars.insights.worth.pages import Page
from regulars.language import RegularsError, message
from regulars.web.jobs.registry import DUES
from regulars.web.kept import reports
from regulars.web.people.erasure import erase_people
from regulars.web.worth import making
from regulars.web.worth.work import make_ready, scopes

pytestmark = pytest.mark.django_db
MAP = "/worth/loyalty-map/"
WORKING = "This is being worked out"


class Slow:
    """The page of the map, made only when it may; counts how often."""

    def __init__(self, page: Page) -> None:
        self.page, self.may, self.times, self.problem = page, threading.Event(), 0, None

    def __call__(self, *asked: Any) -> Any:
        self.times += 1
        assert self.may.wait(30)
        if self.problem is not None:
            raise self.problem
        return self.page.make(*asked)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Slow]:
    """Ten milliseconds of patience, and a page that takes longer."""
    from dataclasses import replace

    settings.REPORT_WAIT = 0.01
    made = Slow(PAGES["loyalty-map"])
    monkeypatch.setitem(PAGES, "loyalty-map", replace(made.page, make=made))
    yield made
    made.may.set()
    done()


def done() -> None:
    """Nothing is being made any more."""
    for future in list(making._running.values()):
        future.result(30)


@pytest.fixture
def ada(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> Any:
    return client_of(people.administrator)


def looks(client: Any, part: str = "working", address: str = MAP) -> Any:
    """As the page that waits looks again."""
    return client.get(address, headers={"HX-Request": "true", "HX-Target": part})


def test_the_frame_comes_at_once_and_then_the_report(ada: Any, slow: Slow) -> None:
    first, second = ada.get(MAP), ada.get(MAP)
    for answer in (first, second):
        assert answer.status_code == 200
        assert WORKING in answer.content.decode()
        assert 'http-equiv="refresh"' in answer.content.decode()  # without script
        assert "Satisfied from the answer" in answer.content.decode()  # the filters stand
    waiting = looks(ada)
    assert WORKING in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    slow.may.set()
    done()

    assert looks(ada)["HX-Refresh"] == "true"
    page = ada.get(MAP).content.decode()
    assert WORKING not in page
    assert 'http-equiv="refresh"' not in page
    assert "satisfied and loyal" in page
    assert slow.times == 1


def test_another_process_that_makes_it_is_waited_for(ada: Any, slow: Slow) -> None:
    slow.may.set()
    ada.get(MAP)
    done()
    (kept,) = (path.stem for path in reports().folder.glob("*.report"))
    reports().forget()
    slow.times = 0
    with reports().turn(kept) as mine:
        assert mine
        assert WORKING in ada.get(MAP).content.decode()
        done()
    assert slow.times == 0


def test_older_figures_stand_until_newer_ones_are_there(ada: Any, slow: Slow, home: Any) -> None:
    slow.may.set()
    ada.get(MAP)
    done()
    slow.may.clear()
    (home / "facts" / "keys" / "touched").write_bytes(b"")  # somebody new is known

    page = ada.get(MAP).content.decode()
    assert "Newer data came in" in page
    assert "satisfied and loyal" in page
    assert "new ones are being worked out" in looks(ada, "renewing").content.decode()
    slow.may.set()
    done()
    assert "The new figures are there" in looks(ada, "renewing").content.decode()
    assert "Newer data came in" not in ada.get(MAP).content.decode()
    assert slow.times == 2


def test_an_error_is_said_and_not_repeated(ada: Any, slow: Slow) -> None:
    slow.problem = RegularsError(message("The wind blew it away."))
    slow.may.set()
    ada.get(MAP)
    done()
    for answer in (ada.get(MAP), looks(ada)):
        words = answer.content.decode()
        assert "The wind blew it away" in words
        assert "hx-get" not in words.partition('id="working"')[2].partition(">")[0]
        assert 'http-equiv="refresh"' not in words
    assert slow.times == 1

    slow.problem = None
    ada.get(MAP + "?again=1")
    done()
    assert "satisfied and loyal" in ada.get(MAP).content.decode()
    assert slow.times == 2


def test_an_error_of_ours_is_one_for_the_browser_too(ada: Any, slow: Slow) -> None:
    slow.problem = ZeroDivisionError()
    slow.may.set()
    ada.get(MAP)
    done()
    answer = ada.get(MAP)
    assert answer.status_code == 500
    assert "because of an error in Regulars" in answer.content.decode()


def test_in_the_morning_every_page_is_ready(
    people: SimpleNamespace, client_of: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the whole company and each part that somebody sees; a second night has nothing to do."""
    parts = [one.codes for one in scopes()]
    assert parts[0] is None
    assert len(parts) == len(set(parts)) > 1
    for key in set(PAGES) - {"loyalty-map", "stages"}:
        monkeypatch.delitem(PAGES, key)
    found = make_ready(lambda *_: None)
    every = (len(PAGES) + 1) * len(parts)  # the day is one more
    assert found == {"pages": every, "made": every, "failed": 0}
    assert make_ready(lambda *_: None)["made"] == 0
    assert "worth.ready" in DUES

    monkeypatch.setattr(making, "made_anew", None)  # whoever made one now would fail
    for user in (people.administrator, people.manager, people.viewer):
        assert client_of(user).get(MAP).status_code == 200


def test_nobodys_report_is_taken_for_another_ones(
    ada: Any, people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    """What is kept for the company is not shown to whoever sees one unit."""
    all_ = ada.get(MAP).content.decode()
    own = client_of(people.manager).get(MAP).content.decode()
    assert all_.partition('class="headline"')[2][:200] != own.partition('class="headline"')[2][:200]
    assert len(list(reports().folder.glob("*.report"))) == 2


def test_an_erasure_forgets_them(ada: Any, django_capture_on_commit_callbacks: Any) -> None:
    ada.get(MAP)
    assert reports().folder.is_dir()
    with django_capture_on_commit_callbacks(execute=True):
        erase_people(["nobody"])
    assert not reports().folder.exists()


def test_what_is_being_made_while_somebody_is_erased_is_not_kept(
    ada: Any, slow: Slow, django_capture_on_commit_callbacks: Any
) -> None:
    ada.get(MAP)
    with django_capture_on_commit_callbacks(execute=True):
        erase_people(["nobody"])
    slow.may.set()
    done()
    assert not list(reports().folder.glob("*.report"))
    assert WORKING in ada.get(MAP).content.decode()  # anew, without them
    done()
    assert slow.times == 2
    assert "satisfied and loyal" in ada.get(MAP).content.decode()


@pytest.fixture(autouse=True)
def known(home: Any) -> None:
    """The folder of the keys."""
    facts_in(home)
    (home / "facts" / "keys").mkdir(exist_ok=True)
