"""The page of the day: each role its own, the numbers of the insights, the worst first, news since the last look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from tests.web.results.samples import UNITS, add, rows, survey
from tests.web.results.test_report import Words

from regulars.documents.view import view
from regulars.facts import open_facts
from regulars.insights.report import Column as Head
from regulars.insights.report import Figure, Report, Row, Section, Source, Table
from regulars.insights.satisfaction import satisfaction
from regulars.insights.satisfaction.weakest import name_of, weakest
from regulars.insights.scope import Scope
from regulars.insights.tracking.conclude import UNKNOWN
from regulars.insights.value.at_risk import Held, value_at_risk
from regulars.language import Estimate, Kind, Language, Text, message
from regulars.language import Missing as None_
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission, Role
from regulars.web.cases.models import Case
from regulars.web.company.models import Company
from regulars.web.facts import facts
from regulars.web.kept import reports
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.promises.models import Promise
from regulars.web.results.today import figures
from regulars.web.results.today.changes import of_score, of_tracking
from regulars.web.results.today.models import FIRST, LastLook, look
from regulars.web.results.today.parts import Part, parts_of_role

pytestmark = pytest.mark.django_db
Open = Callable[..., Words]


@pytest.fixture
def opened(client_of: Callable[[Any], Any]) -> Open:
    """The page of the day as somebody."""

    def open_(user: Any, status: int = 200) -> Words:
        answer = client_of(user).get("/today/")
        assert answer.status_code == status
        return Words(answer.content.decode())

    return open_


@pytest.fixture
def case(units: SimpleNamespace) -> Callable[..., Case]:
    """``case("cold eggs", units.lakeside, due=-3)``: due in so many hours."""

    def make(title: str, unit: Any, *, due: float | None = None, **more: Any) -> Case:
        at = timezone.now() + timedelta(hours=due) if due is not None else None
        return Case.objects.create(
            kind="complaint", title=title, unit=unit, channel="staff", nonce=title, next_due=at, **more
        )  # fmt: skip

    return make


@pytest.fixture
def response(units: SimpleNamespace) -> Callable[..., Any]:
    """``response(10, units.lakeside)``: somebody answered just now, with this score."""
    from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish
    from regulars.web.research.models import Response

    asked = create_questionnaire(made_from="stay-satisfaction", name="stay", by=None)
    publish(questionnaire=asked, by=None)
    study = create_study(questionnaire=asked, by=None)
    open_study(study=study, by=None)

    def make(score: int, unit: Any, **more: Any) -> Any:
        return Response.objects.create(
            study=study, version=1, unit=unit, nonce=f"n{Response.objects.count()}", at=timezone.now(),
            day=timezone.localdate(), language="en", answers={"overall": 1}, score=score, **more,
        )  # fmt: skip

    return make


@pytest.mark.parametrize(
    ("role", "not_seen"),
    [
        (Role.ADMINISTRATOR, set()),
        (Role.ANALYST, {Part.MINE}),
        (Role.MANAGER, set()),
        (Role.AGENT, {Part.FIGURES, Part.RISK, Part.WEAKEST, Part.WAVES}),
        (Role.VIEWER, {Part.RISK, Part.SILENT, Part.CASES, Part.ANSWERS, Part.PROMISES, Part.MINE}),
        (Role.DEALER, {Part.RISK, Part.SILENT, Part.PROMISES, Part.MINE}),
        (Role.INTERVIEWER, set(Part)),
    ],
)
def test_each_role_has_its_parts(role: Role, not_seen: set[Part]) -> None:
    """The table, spelt out once more: a change of it is meant."""
    assert parts_of_role(role) == frozenset(Part) - not_seen


def test_the_first_page_is_today(people: SimpleNamespace, client_of: Any) -> None:
    """For whoever sees anything of it; others go where they went before."""
    for one in ("administrator", "viewer", "agent", "dealer"):
        assert client_of(getattr(people, one)).get("/")["Location"] == "/today/"
    assert client_of(people.interviewer).get("/").get("Location") != "/today/"
    assert client_of(people.interviewer).get("/today/").status_code == 403


def test_the_tiles_are_those_of_the_insights(people: SimpleNamespace, opened: Open) -> None:
    """The survey that nobody is hidden in, with the most answers; its weakest plank as the insight says."""
    shown = opened(people.analyst).text

    report = satisfaction(facts(), "guests", scope=Scope.whole(purpose="test"))
    said = {one.key: one for one in view(report, Language.ENGLISH).figures}
    for key in ("index", "nps"):
        assert " ".join(f"{said[key].label} {said[key].value} {said[key].interval}".split()) in shown
    plank = weakest(facts(), "guests", scope=Scope.whole(purpose="test"))
    assert name_of(plank.sections[0]) is not None
    assert "Breakfast is clearly the weakest plank." in shown
    assert "Clearly the weakest: Breakfast" in shown
    assert any(sign in shown for sign in ("no clear change", "noise", "signal:"))


def test_with_nothing_planted_no_plank_is_the_weakest(home: Any, people: SimpleNamespace, opened: Open) -> None:
    """Attributes alike: “no clear weakest” is the answer, here and in the sentence."""
    content = rows(900, seed=5)
    content["room"], content["breakfast"] = content["breakfast"][::-1], content["breakfast"]
    add(home / "facts", survey("alike"), content)

    found = weakest(facts(), "alike", scope=Scope.whole(purpose="test"))

    assert name_of(found.sections[0]) is None
    assert "No clear weakest" in str(found.conclusion)
    assert found.reason is None


def test_many_answers_are_judged_from_their_sums_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same plank, and nearly the same chances."""
    from regulars.insights.answers import read_answers
    from regulars.insights.satisfaction import weakest as module
    from regulars.insights.satisfaction.specify import specify

    question = specify(read_answers(facts(), "guests", Scope.whole(purpose="test")), None)
    monkeypatch.setattr(module, "MANY", 100_000)
    one_by_one = module.weakest_of(question, seed=1)
    monkeypatch.undo()
    from_sums = module.weakest_of(question, seed=1)

    assert name_of(one_by_one) is not None
    assert name_of(from_sums) == name_of(one_by_one)
    assert from_sums.table is not None
    assert one_by_one.table is not None
    for row, other in zip(from_sums.table.rows, one_by_one.table.rows, strict=True):
        assert row.key == other.key
        assert row.cells[0].value == pytest.approx(other.cells[0].value, abs=0.05)  # type: ignore[union-attr]


@pytest.mark.parametrize("n", [0, 1, 20])
def test_too_few_are_said(home: Any, n: int) -> None:
    if n:
        add(home / "facts", survey("few"), rows(n, seed=6))
    found = weakest(facts(), "few" if n else "new", scope=Scope.whole(purpose="test"))
    assert "A number appears from 50" in str(found.conclusion)


def test_a_manager_sees_the_own_unit_alone(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open, case: Callable[..., Case]
) -> None:
    """Figures, cases and names of other units are not on the page."""
    case("cold eggs", units.lakeside, due=-3)
    case("loud lift", units.station, due=-3)
    case("lost bag", units.harbour, due=-3)

    own, all_ = opened(people.manager).text, opened(people.administrator).text

    assert "1 case is overdue." in own
    assert "3 cases are overdue." in all_
    assert "cold eggs" in own
    for words in ("loud lift", "lost bag", "Station", "Harbour"):
        assert words not in own
    assert own.startswith("Today at Lakeside") or "Today at Lakeside" in own
    assert "Today at Juniper Hotels" in all_
    n = len(rows(1500)["unit"]) // len(UNITS)
    assert f"n {n}" in own
    assert f"n {n}" not in all_


def test_the_worst_comes_first(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open, case: Callable[..., Case]
) -> None:
    """Late before due, a promise that is late in the second place, the weakest plank after them."""
    case("due today", units.lakeside, due=0.01, priority=9)
    case("late", units.lakeside, due=-30, priority=1)
    guest = Customer.objects.create(key=1, number="g1", name="Lin Jing", kind="person", unit=units.lakeside)
    day = timezone.localdate() - timedelta(days=9)
    Promise.objects.create(
        customer=guest, what="a quiet room", made_on=day, due=day, owner=people.manager, by=people.manager
    )

    shown = opened(people.administrator).text

    places = [shown.index(words) for words in ("1 case is overdue.", "1 promise is overdue.", "is clearly the weakest")]
    assert places == sorted(places)
    assert shown.index("· late") < shown.index("· due today")
    assert "a quiet room" in shown
    assert "a quiet room" not in opened(people.dealer).text


def test_no_name_reaches_whoever_sees_no_customers(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open
) -> None:
    """The viewer reads results: no case, no name, no value of customers."""
    guest = Customer.objects.create(key=2, number="g2", name="Chen Yulan", kind="person", unit=units.lakeside)
    for place in range(12):
        one = (
            guest
            if not place
            else Customer.objects.create(key=10 + place, number=f"h{place}", kind="person", unit=units.lakeside)
        )
        CustomerScore.objects.update_or_create(
            customer=one,
            defaults={"mood": "dissatisfied", "value": 100.0 + place, "rating_unit": units.lakeside, "currency": "CNY"},
        )

    assert "Value at risk" in opened(people.administrator).text
    for one in (people.viewer, people.dealer):
        shown = opened(one).text
        assert "Value at risk" not in shown
        assert "Dissatisfied and silent" not in shown
        assert "Chen Yulan" not in shown
    assert "Value at risk" not in opened(people.colleague).text  # of Station: those of Lakeside are not theirs


def test_value_at_risk_has_an_interval_and_says_too_few() -> None:
    """Ten equal values have no spread; fewer than ten say nothing; the interval holds the sum."""
    assert value_at_risk(Held(9, 900.0, 90_000.0, 0, "CNY")) is None
    same = value_at_risk(Held(10, 1000.0, 100_000.0, 2, "CNY"))
    assert same is not None
    assert (same.estimate.low, same.estimate.high) == (1000.0, 1000.0)
    assert (same.n, same.n_missing) == (10, 2)
    wide = value_at_risk(Held(10, 1000.0, 1_000_000.0, 0, "CNY"))
    assert wide is not None
    assert wide.estimate.low == 0.0
    assert wide.estimate.high > 2000


def test_low_answers_without_a_case_are_told(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open, case: Callable[..., Case],
    response: Callable[..., Any],
) -> None:  # fmt: skip
    """The lowest first, with a name for whoever sees customers; with a case, or hidden, they are no news."""
    guest = Customer.objects.create(key=3, number="g3", name="Ou Yang", kind="person", unit=units.lakeside)
    made = [response(score, units.lakeside, customer=guest) for score in (10, 30, 40, 80)]
    response(5, units.station)
    case("noted", units.lakeside, response=made[2])

    own = opened(people.manager)
    assert "2 low answers of the last seven days have no case yet." in own.text
    assert own.text.index("10 of 100") < own.text.index("30 of 100")
    for words in ("40 of 100", "80 of 100", "5 of 100"):
        assert f" {words}" not in own.text
    assert "Ou Yang" in own.text
    assert "3 new low answers" in own.text
    assert f"/responses/{made[0].public_id}/" in own.links
    dealer = opened(people.dealer).text  # reads answers, sees no customers
    assert "10 of 100" in dealer
    assert "Ou Yang" not in dealer
    assert "of 100" not in opened(people.viewer).text


def test_news_count_from_the_last_visit(people: SimpleNamespace, units: SimpleNamespace, case: Any) -> None:
    """Loading again within a visit tells the same; the next visit starts where this one ended."""
    user, now = people.manager, timezone.now()

    assert look(user, now) == (now - FIRST, True)
    assert look(user, now + timedelta(minutes=20)) == (now + timedelta(minutes=20) - FIRST, True)
    later = now + timedelta(days=1)
    assert look(user, later) == (now + timedelta(minutes=20), False)
    assert look(user, later + timedelta(minutes=5)) == (now + timedelta(minutes=20), False)
    assert look(user, later + timedelta(minutes=50)) == (later + timedelta(minutes=5), False)
    assert look(people.agent, later)[1]  # each person their own mark


def test_what_is_new_is_told_once(
    people: SimpleNamespace, units: SimpleNamespace, opened: Open, case: Callable[..., Case]
) -> None:
    """A case that came before the last visit is no news."""
    case("old", units.lakeside, opened=timezone.now() - timedelta(days=2))
    seen = timezone.now() - timedelta(days=1)
    LastLook.objects.create(user=people.manager, seen=seen)
    assert "Nothing is new." in opened(people.manager).text

    LastLook.objects.update(seen=seen, since=None)
    case("new", units.lakeside)
    assert "1 new case" in opened(people.manager).text
    assert "1 new case" in opened(people.manager).text  # within the visit


def _series(rows_: list[tuple[str, Any, str]], *, limits: bool) -> Report:
    cells = [
        Row(key, Text.of(key), (Estimate(0.5, 0.4, 0.6, Kind.SHARE), *((limit,) if limits else ())), mark)
        for key, limit, mark in rows_
    ]
    heads = (Head("p", Text.of("Period")), Head("value", Text.of("Satisfied")))
    table = Table("t", (*heads, *((Head("limits", Text.of("L")),) if limits else ())), tuple(cells))
    note = message("{period}: {change}", period=Text.of("b"), change=UNKNOWN if not limits else message("x"))
    figure = Figure("satisfaction", Text.of("Satisfied"), Estimate(0.5, kind=Kind.SHARE), n=50, note=note)
    section = Section("satisfaction", Text.of("S"), table=table)
    return Report("tracking", Text.of("T"), message("x"), None, (figure,), (section,), Source("s", 1))


def test_a_change_is_named_by_limits_alone() -> None:
    """Inside the limits it is noise, outside a signal; an old signal is none; without a past it is too early."""
    limit = Estimate(0.5, 0.4, 0.6)
    noise = of_tracking(_series([("a", limit, "below"), ("b", limit, "")], limits=True), "satisfaction")
    signal = of_tracking(_series([("a", limit, ""), ("b", limit, "below")], limits=True), "satisfaction")
    open_ = of_tracking(
        _series([("a", limit, "below"), ("b", None_(message("none")), "")], limits=True), "satisfaction"
    )
    early = of_tracking(_series([("a", limit, "")], limits=False), "satisfaction")

    assert (noise.sign, noise.headline) == ("noise", None)
    assert signal.sign == "worse"
    assert "clearly worse than usual" in str(signal.headline)
    assert open_.sign == "worse"  # the last period that is final
    assert early.sign == "early"
    nothing = _series([], limits=True)
    assert of_score(nothing, "trend", nothing, "recommendation").sign == "none"


def test_nothing_yet_leads_to_the_next_step(home: Any, people: SimpleNamespace, opened: Open) -> None:
    """A company without data is not shown empty cards."""
    import shutil

    shutil.rmtree(home / "facts")
    open_facts(home / "facts")

    for one, step in ((people.administrator, "/imports/"), (people.manager, "/cases/new/")):
        found = opened(one)
        assert "There is nothing to tell yet." in found.text
        assert step in found.links
        assert "Weakest plank" not in found.text
    assert "makes the first step" in opened(people.viewer).text


def test_it_asks_few_queries(
    people: SimpleNamespace, units: SimpleNamespace, case: Callable[..., Case], client_of: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    """However many cases there are."""
    for number in range(25):
        case(f"case {number}", units.lakeside, due=-number)
    client = client_of(people.administrator)
    client.get("/today/")
    with django_assert_max_num_queries(45):
        client.get("/today/")


def test_what_was_worked_out_for_the_day_is_kept(
    home: Any, people: SimpleNamespace, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for each state of the data, by the night or the first reader; what the company set is part of the state."""
    whole, own = UnitScope(None, None), scope_of(people.manager, Permission.SEE_RESULTS)
    shown = opened(people.administrator).text
    assert not figures.make_ready(whole)
    assert figures.make_ready(own)
    report, series = figures.survey_of_the_day(whole), figures.tracked(whole)
    with monkeypatch.context() as patch:
        for name in ("satisfaction", "weakest", "read_answers", "tracking"):
            patch.setattr(figures, name, None)  # whoever worked it out now would fail
        assert opened(people.administrator).text == shown
        opened(people.manager)
    assert (report.report, report.weakest) == figures._of_survey(whole)  # type: ignore[union-attr]
    assert series == figures._of_tracking(whole)[0]

    company = Company.current()
    company.minimum_n = 60
    company.save()
    assert figures.make_ready(whole)
    add(home / "facts", survey(), rows(30, seed=9))
    assert figures.make_ready(whole)
    reports().forget()
    assert figures.make_ready(whole)
    assert not figures.make_ready(whole)


def test_it_speaks_chinese(people: SimpleNamespace, client_of: Any, units: SimpleNamespace, case: Any) -> None:
    case("早餐冷", units.lakeside, due=-3)
    client = client_of(people.manager)
    client.cookies["regulars_language"] = "zh"
    people.manager.language = "zh"
    people.manager.save(update_fields=["language"])

    shown = Words(client.get("/today/").content.decode()).text

    assert "有1件工单已逾期。" in shown
    for words in ("overdue", "Weakest", "Since you", "No clear"):
        assert words not in shown


def test_hostile_words_are_words(people: SimpleNamespace, units: SimpleNamespace, client_of: Any, case: Any) -> None:
    case("<script>alert(1)</script>", units.lakeside, due=-1, words="\u202e<img src=x onerror=alert(1)>" * 40)
    html = client_of(people.administrator).get("/today/").content.decode()
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
