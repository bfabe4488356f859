"""What the commands around the application share: Django made ready on the home folder, and the address of the install.

Imported inside commands only: the web floor is an extra, and heavy.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from regulars.cli.errors import CommandError
from regulars.cli.settings import Settings
from regulars.language import message

DJANGO = "regulars.web.settings"


class NoSuchAccountError(CommandError):
    """An address that nobody has here."""


def environment(settings: Settings) -> None:
    """What Django's settings and child processes read: the home folder and the language, as this command was told."""
    os.environ["REGULARS_HOME"] = str(settings.home_folder.absolute())
    os.environ["REGULARS_LANGUAGE"] = settings.language.value
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DJANGO)


def ready(settings: Settings) -> None:
    """Django, with the database of this version; it is made where there is none."""
    environment(settings)
    from regulars.web.starting import start

    start()
    from django.conf import settings as configured

    from regulars.facts.disk import private_folder
    from regulars.web.server.prepare import migrate
    from regulars.web.server.running import turn

    private_folder(configured.HOME)
    with turn(configured.HOME, "prepare"):
        migrate(settings.say)


def base_address() -> str:
    """Where people reach this install: the public address, else where it runs now, else the usual place."""
    from django.conf import settings as configured

    from regulars.web.company.models import Company
    from regulars.web.server.ports import USUAL
    from regulars.web.server.running import running

    public = Company.current().public_address or configured.ADDRESS
    if public:
        return public.rstrip("/")
    found = running(configured.HOME)
    return found.address if found else f"http://127.0.0.1:{USUAL}"


@dataclass(frozen=True)
class Link:
    """A sign-in link: where the install is, and the path there."""

    base: str
    path: str

    def __str__(self) -> str:
        return self.base + self.path


def link_of(user: Any, hours: float) -> Link:
    """A new sign-in link."""
    from datetime import timedelta

    from django.urls import reverse

    from regulars.web.accounts.signin_links import make_link

    token = make_link(user=user, lifetime=timedelta(hours=hours))
    return Link(base_address(), reverse("accounts:signin-link", args=[token]))


def account(email: str | None) -> Any:
    """The account of this address; without one, the only administrator."""
    from regulars.web.accounts.models import User
    from regulars.web.accounts.roles import Role

    if email is not None:
        found = User.objects.filter(email__iexact=email.strip()).first()
        if found is None:
            raise NoSuchAccountError(
                message("Nobody here has the address {email}. Add an account: regulars user add {email}", email=email)
            )
        return found
    administrators = list(
        User.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR).distinct().order_by("email")[:10]
    )
    if not administrators:
        raise NoSuchAccountError(
            message("There is no administrator yet. Add one: regulars user add EMAIL --role administrator")
        )
    if len(administrators) > 1:
        raise NoSuchAccountError(
            message(
                "There are several administrators. Name one: {emails}",
                emails=tuple(one.email for one in administrators),
            )
        )
    return administrators[0]
