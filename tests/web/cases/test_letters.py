"""Answers to customers: by which way, all or nothing, over real SMTP; hints before; how long it took."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.messages.conftest import box, mail_server, send  # noqa: F401 (fixtures: a real mail server)

from regulars.language import Language
from regulars.web.cases import actions
from regulars.web.cases.answering import answer
from regulars.web.cases.errors import CaseError, MeanwhileError
from regulars.web.cases.mail.answered import first_answer, usual_wait
from regulars.web.cases.mail.tone import hints, rules
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.states import State, Step
from regulars.web.messages import actions as outbox
from regulars.web.messages.models import Outgoing, Reason

pytestmark = pytest.mark.django_db
Open = Callable[..., Case]


@pytest.fixture
def agent(people: SimpleNamespace) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(people.agent)
    return client


def letters(guest: Any) -> Any:
    """What went to the guest; not the question afterwards whether the answer was good."""
    return Outgoing.objects.filter(to=guest.email, nonce__regex="^case-(answer|letter):")


def respond(client: Client, case: Case, **fields: str) -> Any:
    """As the page sends it."""
    case.refresh_from_db()
    data = {"respond-words": "Sorry.", "seen": str(case.revision), **fields}
    return client.post(reverse("cases:respond", args=[case.public_id]), data)


def test_the_answer_goes_out_as_a_letter_that_can_be_answered(
    opened: Open, guest: Any, agent: Client, box: Any, send: Any, settings: Any  # noqa: F811
) -> None:  # fmt: skip
    """In the transaction of the step; over SMTP, with our signed address to answer to."""
    settings.REGULARS_CASES_URL, settings.REGULARS_CASES_ADDRESS = "maildir:/x", "help+@hotel.example"
    case = opened(customer=guest)
    page = agent.get(reverse("cases:case", args=[case.public_id])).content.decode()

    response = respond(agent, case, **{"respond-way": "mail", "respond-words": "Sorry for the cold eggs."})
    send()

    case.refresh_from_db()
    letter = box.letters[0]
    assert "Send it by e-mail to anna@example.com" in page
    assert (response.status_code, case.state) == (302, State.RESPONDED)
    assert letter["To"] == "anna@example.com"
    assert letter["Reply-To"].startswith(f"help+{case.public_id}.")
    assert f"[{case.pk}-" in letter["Subject"]
    assert "cold eggs" not in letter["Subject"]  # the title of a case may hold words for the house only
    assert "Sorry for the cold eggs." in letter.get_payload()[0].get_payload(decode=True).decode()
    shown = agent.get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert "Answered: by e-mail" in shown
    assert '<span class="label ok">sent</span>' in shown


def test_what_was_said_on_the_telephone_sends_nothing(opened: Open, guest: Any, agent: Client) -> None:
    case = opened(customer=guest)

    respond(agent, case, **{"respond-way": "phone"})

    entry = case.entries.get(sort="respond")
    assert (entry.data["way"], letters(guest).count()) == ("phone", 0)


def test_without_an_address_there_is_no_such_way(opened: Open, people: SimpleNamespace) -> None:
    case = opened()

    with pytest.raises(CaseError, match="another"):
        answer(case=case, words="Sorry.", by=people.agent, way="mail")
    with pytest.raises(CaseError, match="another"):
        answer(case=case, words="Sorry.", by=people.agent, way="review")
    assert opened(channel=Channel.REVIEW).channel == "review"


def test_an_address_that_came_back_is_not_offered(opened: Open, guest: Any, people: SimpleNamespace) -> None:
    case = opened(customer=guest)
    outbox.suppress(reason=Reason.BOUNCED, source="mailbox", address=guest.email)

    with pytest.raises(CaseError):
        answer(case=case, words="Sorry.", by=people.agent, way="mail")
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_letter_and_state_are_there_both_or_neither(
    opened: Open, guest: Any, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the letter and the state, and told too late by somebody else: nothing is sent."""
    case = opened(customer=guest)

    class DeathError(BaseException):
        """As sudden."""

    def die(*args: Any, **kwargs: Any) -> None:
        raise DeathError

    with monkeypatch.context() as patched:
        patched.setattr("regulars.web.cases.actions.stepping.change", die)
        with pytest.raises(DeathError):
            answer(case=case, words="Sorry.", by=people.agent, way="mail")
    with pytest.raises(MeanwhileError):
        answer(case=Case.objects.get(), words="Sorry.", by=people.agent, way="mail", seen=99)

    case = Case.objects.get()
    assert (case.state, letters(guest).exists()) == (State.RECEIVED, False)
    answer(case=case, words="Sorry.", by=people.agent, way="mail")
    assert letters(guest).count() == 1


def test_a_letter_beside_leaves_the_case_as_it_stands(opened: Open, guest: Any, agent: Client) -> None:
    case = opened(customer=guest)
    url = reverse("casemail:write", args=[case.public_id])

    empty = agent.post(url, {"letter-words": " ", "letter-token": "abcdefgh"})
    sent = agent.post(url, {"letter-words": "We called you.", "letter-token": "abcdefgh"})

    case.refresh_from_db()
    assert (empty.status_code, sent.status_code, case.state) == (400, 302, State.RECEIVED)
    assert "We called you." in letters(guest).get().text


@pytest.mark.parametrize(
    ("words", "severity", "keys"),
    [
        ("We are sorry that your eggs were cold. Tomorrow at 8 we will bring new ones.", 4, ()),
        ("You should have asked.", 2, ("blame",)),
        ("You should have asked.", 3, ("blame", "apology")),
        ("Sorry. We will call you.", 3, ("promise",)),
        ("Sorry. We will call you on Monday.", 3, ()),
        ("SORRY FOR THAT!!", 1, ("capitals",)),
        ("Sorry if you were not pleased.", 1, ("half-sorry",)),
        ("Sorry. It was escalated, the SLA holds.", 1, ("jargon",)),
        ("Sorry. A slate fell.", 1, ()),
        ("sorry " * 500, 1, ("long",)),
        ("非常抱歉，今天18点前送到房间。", 4, ()),
        ("您应该先问前台，按规定不退款。", 3, ("blame", "denial", "apology")),
        ("很抱歉，我们会尽快处理。", 3, ("promise",)),
        ("很抱歉，工单已闭环。", 1, ("jargon",)),
    ],
)
def test_hints_say_what_could_be_better(words: str, severity: int, keys: tuple[str, ...], company: Any) -> None:
    wanted = [one for one in rules() if one.key in keys]

    said = [str(one.values["hint"]) for one in hints(SimpleNamespace(severity=severity), words)]

    assert said == [one.hint.in_language("en") for one in wanted]


def test_every_hint_speaks_both_languages() -> None:
    assert all(one.hint.in_language("en") != one.hint.in_language("zh") for one in rules())


def test_to_look_at_the_words_changes_nothing_and_nobody_is_kept_from_sending(opened: Open, agent: Client) -> None:
    case = opened(severity=3)
    bad = {"respond-words": "You should have asked.", "respond-way": "phone"}

    page = respond(agent, case, **bad, do="check")
    part = agent.post(
        reverse("cases:respond", args=[case.public_id]), {**bad, "do": "check"}, headers={"HX-Request": "true"}
    )
    case.refresh_from_db()
    state = case.state
    sent = respond(agent, case, **bad)

    assert (page.status_code, state, sent.status_code) == (200, State.RECEIVED, 302)
    assert "You should have asked.</textarea>" in page.content.decode()
    assert "blame on the customer" in page.content.decode()
    assert part.content.decode().strip().startswith('<div id="respond-hints"')


def test_the_wait_for_the_first_answer_counts_business_hours(
    opened: Open, units: SimpleNamespace, people: SimpleNamespace
) -> None:
    """Of a case answered twice the first answer counts; the median of the desk, with how many."""
    from regulars.web.company.models import Calendar

    nine_to_five = [[["09:00", "17:00"]]] * 7
    units.lakeside.calendar = Calendar.objects.create(name="Desk", zone="UTC", hours=nine_to_five)
    units.lakeside.save()
    evening = datetime(2026, 3, 2, 16, tzinfo=timezone.get_fixed_timezone(0))
    first, second, third = (opened(at=evening, unit=units.lakeside) for _ in range(3))
    actions.step(case=first, step=Step.RESPOND, by=people.agent, words="a", at=evening + timedelta(hours=18))
    actions.step(case=first, step=Step.REOPEN, by=people.agent, at=evening + timedelta(hours=19))
    actions.step(case=first, step=Step.RESPOND, by=people.agent, words="b", at=evening + timedelta(hours=40))
    actions.step(case=second, step=Step.RESPOND, by=people.agent, words="a", at=evening + timedelta(minutes=30))

    assert first_answer(first) == timedelta(hours=2)
    assert first_answer(third) is None
    assert usual_wait(Case.objects.all()) == (timedelta(hours=1, minutes=15), 2)


def test_a_letter_speaks_the_language_of_the_case(opened: Open, guest: Any, people: SimpleNamespace) -> None:
    case = opened(customer=guest, language="zh")

    answer(case=case, words="很抱歉。", by=people.agent, way="mail")

    assert Language.parse(letters(guest).get().language) is Language.CHINESE


def test_the_rules_are_kept(people: SimpleNamespace, units: SimpleNamespace) -> None:
    from regulars.web.cases.mail.models import Rules, UnitAddress

    client, url = Client(), reverse("casemail:rules")
    client.force_login(people.administrator)

    client.post(url, {"receipts": ["complaint", "review"]})
    bad = client.post(url, {"do": "add", "address-address": "x", "address-unit": units.lakeside.public_id})
    client.post(url, {"do": "add", "address-address": "Lake@Hotel.example", "address-unit": units.lakeside.public_id})

    assert Rules.current().receipts == ["complaint", "review"]
    assert (bad.status_code, UnitAddress.objects.get().address) == (400, "lake@hotel.example")
