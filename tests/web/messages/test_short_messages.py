"""Short messages: numbers, length, and the way out of them."""

from __future__ import annotations

import re

import pytest

from regulars.language import Language
from regulars.web.messages import actions
from regulars.web.messages.addresses import hashed, number_of, tidied
from regulars.web.messages.models import Channel, Gateway, Outgoing, State, Suppressed
from regulars.web.messages.writing import parts_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("138-0013-8000", "CN", "+8613800138000"),
        ("0086 138 0013 8000", "CN", "+8613800138000"),
        ("（010）8888 8888", "CN", "+861088888888"),
        ("+44 7911 123456", "CN", "+447911123456"),
        ("06 6982 1234", "IT", "+390669821234"),
        ("room 12", "CN", ""),
        ("12345", "CN", ""),
        ("+86 138", "CN", ""),
        ("1" * 200, "CN", ""),
    ],
)
def test_a_number_is_written_in_one_way(typed, country, number) -> None:
    """With its country, as the country itself reads it; what is none is empty."""
    assert number_of(typed, country) == number


def test_numbers_are_compared_in_the_country_of_the_company(company) -> None:
    """By the zone of its clock; mail addresses go on as they were."""
    assert tidied("13800138000") == "+8613800138000"
    assert hashed("138 0013 8000") == hashed("+8613800138000") != hashed("+8613800138001")
    assert tidied(" Mei@Example.com") == "Mei@example.com"


@pytest.mark.parametrize(
    ("text", "parts"), [("x" * 160, 1), ("x" * 161, 2), ("好" * 70, 1), ("好" * 71, 2), ("€" * 81, 2), ("😀" * 36, 2)]
)
def test_length_is_counted_as_telephones_do(text, parts) -> None:
    """160 or 70 signs in one, 153 or 67 in each of several."""
    assert parts_of(text) == parts


def test_a_short_message_is_text_with_its_link_and_a_way_out(letter, client) -> None:
    """No HTML, no signed address; its own name leaves the list, and the number is on it."""
    words = {
        "channel": Channel.SMS,
        "body": "请告诉\n\n我们，\nMei。",
        "link": "https://x.example/s/abc",
        "link_words": "Go",
    }
    one = actions.queue(letter=letter("138 0013 8000", language=Language.CHINESE, **words))
    path = re.search(r"http://localhost(/messages/off/\S+)", one.text)[1]

    answers = [client.get(path), client.post(path), client.get("/messages/off/unknown22222/")]

    assert one.text.startswith("【杜松酒店】请告诉我们，Mei。 https://x.example/s/abc\n")
    assert (one.to, one.html, one.state) == ("+8613800138000", "", State.WAITING)
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert Suppressed.objects.get().address == "+8613800138000"
    assert Outgoing.objects.get().state == State.SUPPRESSED


def test_what_can_go_nowhere_says_why(letter) -> None:
    """Each channel has addresses of its own."""
    team = Gateway.objects.create(name="Front desk", channel=Channel.TEAM, way="apprise", secret="x", host="x.example")

    rows = [
        actions.queue(letter=letter("room 12", channel=Channel.SMS)),
        actions.queue(letter=letter("138 0013 8000")),
        actions.queue(letter=letter("nobody", kind="notice", channel=Channel.TEAM)),
        actions.queue(letter=letter(team.public_id, kind="notice", channel=Channel.TEAM)),
    ]

    assert [one.state for one in rows] == [State.REFUSED] * 3 + [State.WAITING]
    assert [str(one.problem_words)[:24] for one in rows[:3]] == [
        "This is no telephone num", "This is no e-mail addres", "There is no such messeng",
    ]  # fmt: skip
    assert rows[3].to_words == "Front desk"


def test_a_person_with_two_addresses_is_one_person(letter) -> None:
    """The cap holds over mailbox and telephone of a customer, over all studies."""
    from regulars.web.people.models import Customer

    guest = Customer.objects.create(number="G-1", key=7, email="mei@example.com")
    states = [
        actions.queue(letter=letter(customer=guest)).state,
        actions.queue(letter=letter("13800138000", customer=guest, channel=Channel.SMS)).state,
        actions.queue(letter=letter("other@example.com", customer=guest)).state,
        actions.queue(letter=letter("13800138000", channel=Channel.SMS)).state,
    ]

    assert states == [State.WAITING, State.WAITING, State.SUPPRESSED, State.WAITING]
