"""``regulars doctor``: is everything here that Regulars needs, and what is in the facts."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Annotated, Any

import typer

from regulars.cli.commands.imported import document_of
from regulars.cli.exits import Exit
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import Count, Message, RegularsError, message

HELP = message("Check the installation and the facts; every problem comes with its way out.")
EXTRAS: dict[str, tuple[str, ...]] = {
    "facts": (
        "babel",
        "deltalake",
        "duckdb",
        "fastexcel",
        "ibis",
        "jinja2",
        "pyarrow",
        "yaml",
        "rich",
        "typer",
        "typst",
        "xlsxwriter",
    ),
    "web": (
        "django",
        "allauth",
        "csp",
        "django_htmx",
        "django_tasks",
        "django_tasks_db",
        "granian",
        "psycopg",
        "segno",
        "whitenoise",
    ),
    "scale": ("pyspark",),
    "text": ("jieba", "vaderSentiment"),
}
LEAST_FREE = 1 << 30


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``problem`` is the sentence with the way out, or None when all is well."""

    key: str
    label: Message
    found: Any
    problem: Message | None = None


def doctor(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> int:
    """Run all checks; exit code 1 when one found a problem."""
    settings: Settings = ctx.obj
    checks = list(all_checks(settings))
    tables, trouble = facts_tables(settings)
    problems = [check.problem for check in checks if check.problem] + trouble
    if json:
        found = {check.key: document_of(check.found, settings) for check in checks}
        print_json(
            {
                **found,
                "facts": document_of(tables, settings),
                "problems": [settings.render(problem) for problem in problems],
            }
        )
    else:
        print_pairs(settings, [(check.label, check.found) for check in checks])
        if tables:
            titles = [TABLE_TITLES.get(name, name) for name in tables[0]]
            print_table(settings, titles, [[_cell(value) for value in row.values()] for row in tables])
    for problem in problems:
        settings.say(message("Problem: {sentence}", sentence=problem))
    if not problems:
        settings.say(message("All is well."))
    return Exit.PROBLEM if problems else Exit.DONE


def all_checks(settings: Settings) -> Iterator[Check]:
    """Everything but the facts."""
    yield Check("regulars", message("Regulars"), _version("regulars") or "–")
    yield Check("python", message("Python"), sys.version.split()[0])
    yield Check("language", message("Language"), settings.language.value)
    yield from extras()
    yield home(settings)
    yield disk(settings)
    yield fonts()
    yield paper()
    from regulars.cli.commands.doctor_web import web_checks

    yield from web_checks(settings)


def extras() -> Iterator[Check]:
    """Which parts are installed. Only a part that was begun and is not whole is a problem."""
    for extra, modules in EXTRAS.items():
        missing = [name for name in modules if find_spec(name) is None]
        if not missing:
            yield Check(f"extra_{extra}", message("Extra {name}", name=extra), message("installed"))
        elif extra == "facts" or len(missing) < len(modules):
            way_out = message(
                "The extra {name} lacks {missing}. Install it with: {command}",
                name=extra,
                missing=tuple(missing),
                command=f'pip install "regulars[{extra}]"',
            )
            yield Check(f"extra_{extra}", message("Extra {name}", name=extra), message("not whole"), way_out)
        else:
            yield Check(f"extra_{extra}", message("Extra {name}", name=extra), message("not installed"))


def home(settings: Settings) -> Check:
    """The home folder, or the nearest folder above that is there, must be writable."""
    folder = settings.home_folder.absolute()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    label = message("Home folder")
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        problem = message(
            "{home} cannot be written. Change its rights, or name another folder with --home.", home=str(folder)
        )
        return Check("home", label, str(folder), problem)
    return Check("home", label, str(folder))


def disk(settings: Settings) -> Check:
    """Room for the facts."""
    folder = settings.home_folder.absolute()
    nearest = next(place for place in (folder, *folder.parents) if place.is_dir())
    free = shutil.disk_usage(nearest).free
    shown = message("{gigabytes} GB", gigabytes=round(free / 1e9, 1))
    if free < LEAST_FREE:
        return Check(
            "free_disk",
            message("Free disk"),
            shown,
            message("There is less than 1 GB left on the disk of {home}. Make room.", home=str(folder)),
        )
    return Check("free_disk", message("Free disk"), shown)


def fonts() -> Check:
    """Chinese type comes as a package; without it a PDF would leave Chinese out in silence."""
    label = message("Chinese type")
    found = _version("noto-cjk-sans-otc")
    if found is None:
        way_out = message(
            "The package {name} is missing: a PDF has no Chinese type. Install it with: {command}",
            name="noto-cjk-sans-otc",
            command='pip install "regulars[facts]"',
        )
        return Check("fonts", label, message("not installed"), way_out)
    return Check("fonts", label, f"noto-cjk-sans-otc {found}")


def paper() -> Check:
    """Sets a page: the engine is a compiled library, and installed is not yet working."""
    label = message("PDF engine")
    try:
        import typst

        made = typst.compile(b"Regulars", format="pdf")
    except Exception as error:
        way_out = message("The PDF engine does not work: {reason}", reason=str(error)[:200])
        return Check("pdf", label, message("not working"), way_out)
    if not bytes(made).startswith(b"%PDF"):
        return Check("pdf", label, message("not working"), message("The PDF engine sets nothing. Install it anew."))
    return Check("pdf", label, f"typst {_version('typst')}")


def facts_tables(settings: Settings) -> tuple[list[dict[str, Any]], list[Message]]:
    """One row a table, or the sentence that says why they cannot be read. No facts yet is no problem."""
    if not settings.facts_folder.is_dir():
        return [], []
    try:
        from regulars.facts import open_facts

        return [dataclasses.asdict(row) for row in open_facts(settings.facts_folder).status()], []
    except RegularsError as error:
        return [], [error.message]


TABLE_TITLES: dict[str, Message] = {
    "table": message("Table"),
    "name": message("Table"),
    "rows": message("Rows"),
    "files": message("Files"),
    "bytes": message("Bytes"),
    "version": message("Version"),
    "last_import": message("Last import"),
    "last_day": message("Last day"),
}


def _version(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cell(value: Any) -> Any:
    return Count(value) if isinstance(value, int) else "–" if value is None else value
