"""A message is translated by the catalogue of the place that says it; one English word may be two in Chinese."""

from __future__ import annotations

from importlib import import_module

import pytest

from regulars.language import Language, Message, message, render


@pytest.mark.parametrize(("home", "words"), [("web.company", "五月"), ("web.accounts", "权限"), ("", "五月")])
def test_the_own_catalogue_is_asked_first(home: str, words: str) -> None:
    """ "May" is a month in one place and a right in another; from nowhere known, the first one stands."""
    assert render(Message("May", home=home), Language.CHINESE) == words


def test_a_message_remembers_where_it_was_said() -> None:
    """By its package; outside ours it has no home."""
    roles = import_module("regulars.web.accounts.roles")

    assert {words.home for words in roles.NAMES.values()} == {"web.accounts"}
    assert message("Anything").home == ""


def test_the_home_makes_no_other_message() -> None:
    """Two places that say the same say the same."""
    assert Message("May", home="web.company") == Message("May", home="web.accounts")


def test_only_the_file_of_the_place_is_read() -> None:
    """The others wait until somebody asks for words that it has not."""
    render = import_module("regulars.language.render")
    render._part.cache_clear()
    render._everything.cache_clear()

    catalogue = render.catalogue(Language.CHINESE)
    assert catalogue.of("web.company").gettext("May") == "五月"
    assert render._part.cache_info().currsize == 1
    assert catalogue.of("web.company").gettext("Nobody says this.") == "Nobody says this."
    assert render._part.cache_info().currsize == len(catalogue.places)
