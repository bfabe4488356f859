"""``regulars user add|reset`` and ``regulars signin-link``: who may sign in, for whoever sits at the server.

Standard output is one line, a link; or the same as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from regulars.cli.calculations.options import decimal
from regulars.cli.errors import CommandError, WrongUsageError
from regulars.cli.output import print_json
from regulars.cli.settings import Settings
from regulars.language import Language, Message, message

LINK_HELP = message(
    "Print a link that signs somebody in, once.\n\n"
    "Without an address it is that of the only administrator. The page behind it shows a button; pressing it spends "
    "the link."
)
LONGEST = 24 * 30.0

EMAIL = Annotated[str, typer.Argument(metavar="EMAIL", help=message("Mail address of the account.").template)]
HOURS = Annotated[
    str, typer.Option(metavar="N", show_default="24", help=message("For how many hours the link is good.").template)
]
JSON = Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)]


def signin_link(
    ctx: typer.Context,
    email: Annotated[
        str | None, typer.Argument(metavar="EMAIL", help=message("Mail address of the account.").template)
    ] = None,
    hours: HOURS = "24",
    json: JSON = False,
) -> None:
    """One line: the link."""
    from regulars.cli.commands.web import account, ready

    settings: Settings = ctx.obj
    length = _hours(hours)
    ready(settings)
    user = account(email)
    if not user.is_active:
        raise CommandError(
            message("The account {email} is closed. An administrator can open it again.", email=user.email)
        )
    _tell(user, length, json=json)


def add(
    ctx: typer.Context,
    email: EMAIL,
    name: Annotated[str, typer.Option(metavar="NAME", help=message("Name as others see it.").template)] = "",
    role: Annotated[
        str,
        typer.Option(
            metavar="ROLE",
            show_default="viewer",
            help=message("administrator, analyst, manager, agent, interviewer, viewer or dealer.").template,
        ),
    ] = "viewer",
    unit: Annotated[
        str | None,
        typer.Option(metavar="CODE", help=message("Unit where the role holds; else the whole company.").template),
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--speaks", metavar="en|zh", help=message("Language of the account; else the browser's.").template
        ),
    ] = "",
    hours: HOURS = "24",
    json: JSON = False,
) -> None:
    """Make the account with its role, and print its first sign-in link."""
    from regulars.cli.commands.web import ready

    settings: Settings = ctx.obj
    length = _hours(hours)
    if language and Language.parse(language) is None:
        raise WrongUsageError(
            message("--speaks: “{value}” is not a language of Regulars. Choose en or zh.", value=language)
        )
    ready(settings)
    from regulars.web.accounts.adding import add_account

    user = add_account(email=email, name=name, role=role, unit_code=unit, language=language)
    settings.say(message("Added {email}. The link signs in once; a password can be set afterwards.", email=user.email))
    _tell(user, length, json=json)


def reset(
    ctx: typer.Context,
    email: EMAIL,
    second_step: Annotated[
        bool,
        typer.Option(
            "--second-step", help=message("Also remove the second step: for somebody who lost the phone.").template
        ),
    ] = False,
    hours: HOURS = "24",
    json: JSON = False,
) -> None:
    """Take the password away, end all sessions, and print a sign-in link."""
    from regulars.cli.commands.web import account, ready

    settings: Settings = ctx.obj
    length = _hours(hours)
    ready(settings)
    from regulars.web.accounts.adding import reset_account

    user = account(email)
    reset_account(user=user, second_step=second_step)
    settings.say(
        message(
            "The password of {email} no longer works, all sessions have ended, and older links are closed. Nothing "
            "else was changed.",
            email=user.email,
        )
    )
    if second_step:
        settings.say(message("The second step was removed; a new one can be set up after signing in."))
    _tell(user, length, json=json)


def _hours(text: str) -> float:
    hours = decimal("--hours", text)
    if not 0 < hours <= LONGEST:
        raise WrongUsageError(
            message("--hours: {value} is outside the range {range}.", value=text, range=f"0–{LONGEST:.0f}")
        )
    return hours


def _tell(user: Any, hours: float, *, json: bool) -> None:
    from regulars.cli.commands.web import link_of

    link = str(link_of(user, hours))
    if json:
        print_json({"email": user.email, "link": link, "hours": hours})
    else:
        print(link)


COMMANDS: dict[str, tuple[Callable[..., Any], Message]] = {
    "add": (add, message("Add an account with a role, and print its first sign-in link.")),
    "reset": (reset, message("Take the password away, end all sessions, and print a sign-in link.")),
}
