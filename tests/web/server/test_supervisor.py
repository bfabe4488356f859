"""One supervisor keeps everything alive. These tests start real processes and kill them."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from tests.web.server.conftest import Up, free_port, parents, run, until

from regulars.web.server import ports
from regulars.web.server.running import AlreadyRunningError, only_one, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched through /proc")


def is_free(port: int) -> bool:
    try:
        with ports.reserve("127.0.0.1", port):
            return True
    except ports.PortTakenError:
        return False


def press(link: str) -> tuple[int, str]:
    """Open the link as a browser would, and press its button."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar := CookieJar()))
    try:
        browser.open(link).read()  # says that it is gone where another was quicker
        token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
        form = f"csrfmiddlewaretoken={token}".encode()
        with browser.open(urllib.request.Request(link, form, {"Referer": link})) as answer:  # noqa: S310
            return answer.status, answer.url
    except urllib.error.HTTPError as error:
        return error.code, error.url


@pytest.mark.long
def test_an_install_lives_through_all_that_is_done_to_it(launch: Callable[..., Up]) -> None:
    """One story, for each start costs seconds: beside it, around it, killing it, and the end in order."""
    up = launch("up")
    until(lambda: len(up.answering()) == 2)
    until(lambda: (up.health() or {}).get("status") == "ok")

    beside_it(up)
    a_link_pressed_by_four_at_once_signs_in_once(up)
    what_dies_is_started_again(up)
    a_request_in_hand_is_answered_before_the_end(up)

    assert up.process.wait(30) == 0
    assert "Stopped." in up.words
    until(lambda: up.seen & set(parents()) == set(), 5)


def beside_it(up: Up) -> None:
    second = run(up.home, "up", "--port", str(free_port()))

    assert second.returncode == 1
    assert f"already runs in {up.home}: process {up.process.pid}, {up.address}" in second.stderr


def a_link_pressed_by_four_at_once_signs_in_once(up: Up) -> None:
    link = run(up.home, "user", "add", "ada@example.com", "--role", "administrator").stdout.strip()
    answers: list[tuple[int, str]] = []
    threads = [threading.Thread(target=lambda: answers.append(press(link))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert link.startswith(f"{up.address}/accounts/link/")
    assert sorted(status for status, _ in answers) == [200, 410, 410, 410]


def what_dies_is_started_again(up: Up) -> None:
    """One process of the server, then the server, the worker and the clock themselves."""
    before = {name: up.child(name) for name in ("serve", "worker", "clock")}
    one, other = up.answering()
    os.kill(one, signal.SIGKILL)
    until(lambda: len(up.answering()) == 2 and one not in up.answering())
    assert other in up.answering()

    for pid in before.values():
        os.kill(pid, signal.SIGKILL)

    until(lambda: all(up.child(name) not in (None, pid) for name, pid in before.items()))
    until(lambda: len(up.answering()) == 2)
    until(up.health)
    assert up.words.count("It is started again in") == 3, up.words


def a_request_in_hand_is_answered_before_the_end(up: Up) -> None:
    """The first half of a form has come when the stop is asked for; the second half is still awaited."""
    form = b"language=zh"
    head = (
        f"POST /s/bcdfghjkmnpq HTTP/1.1\r\nHost: 127.0.0.1:{up.port}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", up.port)) as guest:
        guest.sendall(head + form[:4])
        time.sleep(0.5)
        up.process.send_signal(signal.SIGTERM)
        until(lambda: "Stopping" in up.words)
        time.sleep(0.3)
        guest.sendall(form[4:])
        guest.settimeout(10)
        answer = guest.recv(100)

    assert answer.startswith(b"HTTP/1.1 4")  # there is no such survey, and the guest is told so


def test_the_demo_gives_one_line_and_leaves_nothing_behind(launch: Callable[..., Up]) -> None:
    """On the next free port; run again, it gives another link; killed with -9, its children end with it."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        demo = launch("demo", "--customers", "300", port=taken)
    lines = demo.out.read_text().splitlines()
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/accounts/link/\S+/", lines[0])
    demo.port = int(found[1])
    until(lambda: len(demo.answering()) == 2)
    again = run(demo.home, "demo", "--customers", "300")

    assert len(lines) == 1
    assert demo.port > taken
    assert press(lines[0])[0] == 200
    assert (again.returncode, again.stdout.count("\n")) == (0, 1)
    assert again.stdout.startswith(f"{demo.address}/accounts/link/")
    assert again.stdout.strip() not in lines
    guests = re.findall(rf"{demo.address}/s/\w+", demo.words)
    assert len(guests) == 6
    with urllib.request.urlopen(guests[0]) as page:  # noqa: S310
        assert "Juniper" in page.read().decode()

    for name in ("serve", "worker", "clock"):
        demo.child(name)
    demo.process.kill()
    demo.process.wait()

    until(lambda: demo.seen & set(parents()) == set())
    assert running(demo.home) is None
    until(lambda: is_free(demo.port), 30)


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(tmp_path / "install", "up", "--port", str(port))

    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken" in done.stderr
    assert not (tmp_path / "install" / "regulars.sqlite3").exists()


def test_the_demo_takes_the_next_free_port() -> None:
    with ports.reserve("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with ports.reserve_next("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_a_reserved_port_is_shared_with_the_server_alone() -> None:
    """The server's processes bind beside the supervisor; a second supervisor may not."""
    with ports.reserve("127.0.0.1", 0) as held, socket.socket() as server:
        address = held.getsockname()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(address)
        server.listen()

        with pytest.raises(ports.PortTakenError):
            ports.reserve(*address)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ports.PortRefusedError, match="is not an address of this machine"):
        ports.reserve(host, 0)


def test_the_lock_of_a_home_names_its_holder(tmp_path: Path) -> None:
    with only_one(tmp_path) as tell:
        tell("http://127.0.0.1:8000")

        with pytest.raises(AlreadyRunningError, match=f"process {os.getpid()}, http://127.0.0.1:8000"):
            only_one(tmp_path).__enter__()

    assert running(tmp_path) is None


def test_a_wrong_variable_stops_the_start_with_its_sentence(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("REGULARS_DATABASE", "mysql://nobody")

    done = run(tmp_path / "install", "up", "--port", str(free_port()))

    assert done.returncode == 1
    assert "REGULARS_DATABASE is not the address of a PostgreSQL database" in done.stderr
