"""Short messages and messengers of teams, over real HTTP: exactly once, and never into the house."""

from __future__ import annotations

import logging
import socket

import pytest
from django.urls import reverse
from tests.web.messages.stub import running

from regulars.web.audit.models import Entry
from regulars.web.messages import actions
from regulars.web.messages.errors import OutboxError
from regulars.web.messages.gateways import actions as gateways
from regulars.web.messages.gateways import doors, messenger, plain
from regulars.web.messages.models import Channel, Gateway, Outgoing, State
from regulars.web.messages.sealing import opened

pytestmark = pytest.mark.django_db
NUMBER = "+8613800138000"


@pytest.fixture(scope="module")
def server():
    with running() as stub:
        yield stub


@pytest.fixture
def stub(server, settings):
    settings.REGULARS_ALLOW_PRIVATE_GATEWAYS = True
    server.answers, server.posts, server.taken = [], [], {}
    return server


@pytest.fixture
def sms(stub, company):
    return gateways.add_sms(name="Texts", address=stub.address + "?from=1", headers="Authorization: Bearer abc")


@pytest.fixture
def text(letter):
    return lambda to=NUMBER, **fields: actions.queue(letter=letter(to, channel=Channel.SMS, kind="notice", **fields))


def test_a_short_message_is_posted_once(sms, stub, text, send) -> None:
    """JSON, the password as a header, the message's own name as the key; a second round posts nothing."""
    one = text(body="Ready.")

    counts = [send().sent, send().sent]

    ((headers, body, path),) = stub.posts
    one.refresh_from_db()
    assert counts == [1, 0]
    assert body == {"to": NUMBER, "text": "Juniper Hotels: Ready.", "id": one.public_id}
    assert (headers["Authorization"], headers["Idempotency-Key"], path) == ("Bearer abc", one.public_id, "/send?from=1")
    assert (one.state, one.gateway) == (State.SENT, sms)


@pytest.mark.parametrize(
    ("answer", "state", "rests"),
    [
        (202, State.SENT, False),
        (409, State.SENT, False),
        ((429, "slowly"), State.WAITING, False),
        (503, State.WAITING, False),
        ((422, "no such number"), State.REFUSED, False),
        (401, State.WAITING, True),
        (307, State.WAITING, True),
        (500, State.UNSURE, True),
        ("cut", State.UNSURE, True),
    ],
)
def test_what_an_answer_means(sms, stub, text, send, answer, state, rests) -> None:
    """Taken, later, never, or nobody knows; a gateway that takes nothing from us is given a rest."""
    stub.answers = [answer]
    one = text()

    send()

    one.refresh_from_db()
    sms.refresh_from_db()
    assert (one.state, sms.until is not None) == (state, rests)
    assert len(stub.posts) == 1


def test_perhaps_sent_goes_again_by_hand_under_its_name(sms, stub, text, send, people) -> None:
    """A gateway that knows the name delivers it once."""
    stub.answers = ["cut"]
    one = text()

    send()
    actions.send_again(outgoing=Outgoing.objects.get(), by=people.administrator)
    send(hours=1)

    assert len(stub.posts) == 2
    assert list(stub.taken) == [one.public_id]
    assert Outgoing.objects.get().state == State.SENT


def test_a_dead_gateway_stops_neither_mail_nor_the_next(stub, company, letter, text, box, send) -> None:
    """It rests by itself; the short message goes by the second one, the mail by the mail server."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        dead = gateways.add_sms(name="Dead", address=f"http://127.0.0.1:{found.getsockname()[1]}/")
    live = gateways.add_sms(name="Live", address=stub.address)
    mail, short = actions.queue(letter=letter()), text()

    done = send()

    for one in (mail, short, dead, live):
        one.refresh_from_db()
    assert (done.sent, mail.state, short.state, short.gateway) == (2, State.SENT, State.SENT, live)
    assert dead.until is not None
    assert "No connection to 127.0.0.1" in str(dead.problem_words)
    assert live.until is None


def test_a_dead_mail_server_stops_no_gateway(sms, text, letter, send, settings, stub) -> None:
    """The other way round."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    mail, short = actions.queue(letter=letter()), text()

    send()

    mail.refresh_from_db()
    short.refresh_from_db()
    assert (mail.state, short.state) == (State.WAITING, State.SENT)


def test_a_team_is_told(stub, company, letter, send) -> None:
    """By the library; removed, what waits for it goes no more and its address is gone."""
    team = gateways.add_team(name="Front desk", address=stub.address.replace("http:", "json:"))
    words = {"kind": "notice", "channel": Channel.TEAM, "subject": "A low rating", "link": "https://x.example/1"}
    one = actions.queue(letter=letter(team.public_id, **words))

    sent = send().sent
    waits = actions.queue(letter=letter(team.public_id, **words))
    gateways.remove(gateway=team)

    one.refresh_from_db()
    waits.refresh_from_db()
    team.refresh_from_db()
    assert (sent, one.state, waits.state, team.secret) == (1, State.SENT, State.CANCELLED, "")
    assert stub.posts[0][1]["message"].startswith("A low rating\n\nDear Mei")
    assert "https://x.example/1" in stub.posts[0][1]["message"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, '{"errcode": 0}'), State.SENT),
        ((200, '{"errcode": 45009, "errmsg": "too fast"}'), State.WAITING),
        ((200, '{"errcode": 93000, "errmsg": "invalid webhook"}'), State.WAITING),
        ((200, '{"code": 19021}'), State.WAITING),
        ((200, "[1]"), State.SENT),
        (400, State.REFUSED),
        ("cut", State.UNSURE),
    ],
)
def test_a_messenger_that_says_no_in_a_yes(stub, company, letter, send, answer, state) -> None:
    """WeCom, DingTalk and Feishu refuse with 200: the library would call it sent."""
    team = gateways.add_team(name="Front desk", address=stub.address.replace("http:", "json:"))
    actions.queue(letter=letter(team.public_id, kind="notice", channel=Channel.TEAM))
    stub.answers = [answer]

    send()

    one = Outgoing.objects.get()
    assert one.state == state
    assert "too fast" not in str(answer) or "too fast" in str(one.problem_words)


@pytest.mark.parametrize(
    "address",
    [
        "http://sms.example.com/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://user:pass@sms.example.com/",
        "https://sms.example.com:99999/",
        "https://sms.exa mple.com/",
        "https:///send",
        "ftp://sms.example.com/",
        "file:///etc/passwd",
        "gopher://x",
        "https://x\r\nHost: y/",
        "",
    ],
)
def test_no_address_leads_into_the_house(company, address) -> None:
    """Refused when it is typed."""
    with pytest.raises(OutboxError):
        gateways.add_sms(name="Texts", address=address)


@pytest.mark.parametrize("place", ["10.1.2.3", "127.0.0.1", "::1", "fd00::1", "100.64.0.1", "192.0.2.1", "224.0.0.1"])
def test_a_name_that_points_into_the_house_is_found_out(company, text, send, monkeypatch, place) -> None:
    """When it is sent, too: names may change what they mean. Nothing is connected; the message waits."""
    gateways.add_sms(name="Texts", address="https://sms.example.com/")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (place, 443))]
    )
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    one = text()

    send()

    one.refresh_from_db()
    assert one.state == State.WAITING
    assert "private network" in str(Gateway.objects.get().problem_words)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4", "WeCom"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abcdef12345", "DingTalk"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/abc-def", "Feishu"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/abc-def", "Lark"),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "Slack"),
        ("wecombot://693a91f6", "WeCom"),
    ],
)
def test_messengers_are_known_by_the_address_that_they_show(address, name) -> None:
    """As one copies it."""
    assert messenger.plugin_of(address)[1] == name


@pytest.mark.parametrize(
    "address",
    [
        "json://127.0.0.1/x",
        "jsons://internal.example.com/",
        "mailto://user:pass@example.com",
        "syslog://",
        "workflows://10.0.0.1/wf/sig?template=/etc/passwd",
        "workflows://evil.example.com/wf/sig",
        "slack://TokenA1/TokenB12/TokenC1234567890123456789/?verify=no",
        "wecombot://key?rto=9999",
        "dbus://",
        "https://example.com/hook",
        "wecombot://",
        "x" * 500,
        "[",
    ],
)
def test_no_other_messenger_gets_in(address, company, caplog) -> None:
    """Not one that speaks to any machine, reads files or trusts any certificate; and none of it is logged."""
    with caplog.at_level(logging.DEBUG), pytest.raises(OutboxError, match="no address of a messenger"):
        gateways.add_team(name="Team", address=address)
    assert not Gateway.objects.exists()


def test_an_address_is_never_shown_again(people, client_of, caplog) -> None:
    """Not on a page, in the trail, in the log, or in the database as it was typed; not even after a mistake."""
    ada, secret = client_of(people.administrator), "https://sms.example.com/send?key=TOPSECRET"
    add, words = reverse("messages:gateway-add", args=["sms"]), {"name": "Texts", "headers": "Authorization: TOPSECRET"}

    with caplog.at_level(logging.DEBUG):
        wrong = ada.post(add, {**words, "address": secret, "body": "{"})
        ada.post(add, {**words, "address": secret})
        page = ada.get(reverse("messages:gateways"))

    made = Gateway.objects.get()
    assert wrong.status_code == 400
    assert "This is no JSON" in wrong.content.decode()
    assert opened(made.secret) == secret
    shown = [wrong.content.decode(), page.content.decode(), caplog.text, made.secret, made.headers]
    assert not any("TOPSECRET" in one for one in [*shown, *(str(one.details) for one in Entry.objects.all())])
    assert "sms.example.com" in page.content.decode()


def test_a_gateway_is_tried_out_from_its_page(sms, stub, people, client_of) -> None:
    """One message now, in no list; what comes of it is said. A wrong number is told, and nothing is posted."""
    ada, address = client_of(people.administrator), reverse("messages:gateway-try", args=[sms.public_id])

    stub.answers = [200, (402, "no money")]
    pages = [ada.post(address, {"to": to}, follow=True).content.decode() for to in ("138 0013 8000", NUMBER, "12")]

    assert [body["to"] for _, body, _ in stub.posts] == [NUMBER, NUMBER]
    assert "took the message" in pages[0]
    assert "no money" in pages[1]
    assert "no telephone number" in pages[2]
    assert not Outgoing.objects.exists()


def test_switched_off_it_takes_nothing(sms, stub, text, send, people, client_of) -> None:
    """What waits is told on the page, and goes on when it is switched on again."""
    ada, act = client_of(people.administrator), reverse("messages:gateway-act", args=[sms.public_id])
    text()

    ada.post(act, {"act": "off"})
    sent = send().sent
    page = ada.get(reverse("messages:messages")).content.decode()
    ada.post(act, {"act": "on"})

    assert (sent, send().sent) == (0, 1)
    assert "1 short message waits: there is no gateway for it." in page


@pytest.mark.parametrize("headers", ["Host: x", "no colon", "A: b\nContent-Length: 3", "X: \x00", "X y: z"])
def test_headers_cannot_break_out(headers) -> None:
    """One a line, and none that the connection itself needs."""
    with pytest.raises(OutboxError, match="no header"):
        plain.headers_of(headers)


def test_the_body_is_json_whatever_is_written(stub, company, text, send) -> None:
    """Words are put in as words, also where they hold places or quotes themselves."""
    gateways.add_sms(name="Texts", address=stub.address, body='{"m": [{"to": "{to}", "t": "x {text}", "n": 1}]}')
    text(body='"}, {to} \\ 你好')

    send()

    assert stub.posts[0][1] == {"m": [{"to": NUMBER, "t": 'x Juniper Hotels: "}, {to} \\ 你好', "n": 1}]}


def test_an_answer_that_drips_is_cut_off(stub, company, text, send, monkeypatch) -> None:
    """However slowly it comes, a talk ends, and what was handed over was perhaps sent."""
    monkeypatch.setattr(plain, "LONGEST_TALK", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as slow:
        gateways.add_sms(name="Slow", address=f"http://127.0.0.1:{slow.getsockname()[1]}/")
        one = text()
        send()

    one.refresh_from_db()
    assert one.state == State.UNSURE


def test_long_words_are_cut_by_bytes() -> None:
    """WeCom's 2,048 are bytes; a link at the end stays whole."""
    words = messenger.cut("好" * 2000 + "\nhttps://x.example/s/abc", 2048)

    assert 2040 < len(words.encode()) <= 2048
    assert words.endswith("好…\nhttps://x.example/s/abc")
    assert len(messenger.cut("好" * 2000, 2048).encode()) <= 2048


def test_what_is_public() -> None:
    """In whatever clothes."""
    assert [doors.is_public(one) for one in ("1.1.1.1", "2606:4700::1111", "::ffff:192.168.0.1", "2002:a00:1::")] == [
        True, True, False, False,
    ]  # fmt: skip
