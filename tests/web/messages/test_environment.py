"""The mailbox of returned mail, as the environment names it."""

from __future__ import annotations

import pytest

from regulars.web.environment import ConfigurationError, mailbox


@pytest.mark.parametrize("text", ["imaps://us%40er:p%2Fw@mail.example.com:993/INBOX", "maildir:/var/mail/regulars"])
def test_an_address_of_a_mailbox(text) -> None:
    """Over TLS, or a folder."""
    assert mailbox(text) == text


@pytest.mark.parametrize(
    "text", ["imap://u:p@mail.example.com", "imaps://mail.example.com", "maildir:relative", "maildir://host/x", "x"]
)
def test_what_is_none_stops_the_start(text) -> None:
    """And says how to write it, without what was written: it may hold a password."""
    with pytest.raises(ConfigurationError, match="REGULARS_BOUNCES_URL") as caught:
        mailbox(text)
    assert text not in str(caught.value) or text == "x"


def test_the_mailbox_of_cases_is_called_by_its_own_name() -> None:
    """So that nobody looks at the wrong line of the settings."""
    with pytest.raises(ConfigurationError, match="REGULARS_CASES_URL"):
        mailbox("x", "REGULARS_CASES_URL")
