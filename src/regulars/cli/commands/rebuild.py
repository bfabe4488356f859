"""``regulars rebuild``: the answers in the facts anew, from the responses of the database."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.cli.output import print_json
from regulars.cli.settings import Settings
from regulars.language import message, plural

HELP = message(
    "Copy all responses from the database into the facts anew.\n\n"
    "After a restore, or when the folder of the facts was lost. Answers that were imported from files stay as they "
    "are, and so do purchases. Regulars may run meanwhile."
)


def rebuild(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Rebuild, and say how much there is."""
    from regulars.cli.commands.web import ready

    settings: Settings = ctx.obj
    ready(settings)
    from regulars.web.research.copying import rebuild as copy_anew

    report = copy_anew()
    kept = report.responses - report.erased
    if json:
        document = {"responses": kept, "erased": report.erased, "answers_left_out": len(report.left_out)}
        print_json({**document, "tables": dict(report.tables)})
        return
    settings.say(plural("{count} response is in the facts.", "{count} responses are in the facts.", kept))
    if report.erased:
        settings.say(
            plural(
                "{count} belongs to an erased customer and was left out.",
                "{count} belong to erased customers and were left out.",
                report.erased,
            )
        )
    if report.left_out:
        settings.say(
            plural(
                "{count} answer did not fit its question and was left out; see the log.",
                "{count} answers did not fit their questions and were left out; see the log.",
                len(report.left_out),
            )
        )
