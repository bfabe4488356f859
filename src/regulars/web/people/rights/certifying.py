"""A certificate as a report: for the page, as PDF, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps

from regulars.insights.report import Column, Report, Row, Section, Source, Table, Words
from regulars.language import Count, Day, Message, message
from regulars.web.jobs.clock import company_zone
from regulars.web.people.holdings import holdings
from regulars.web.people.rights.models import Certificate

_FACTS: dict[str, Message] = {
    "purchases": message("purchase lines"),
    "ratings": message("ratings"),
    "customer_scores": message("scores in the facts"),
}
_FILES: dict[str, Message] = {
    "files": message("files and pictures of theirs"),
    "uploads": message("files that waited to be imported and named them"),
    "mails": message("mails kept on this machine for trying out"),
}
_STRUCK: dict[str, Message] = {
    "audit.Entry": message("audit trail"),
    "jobs.Job": message("jobs"),
    "sessions": message("sessions of people who worked here"),
    "people.Segment": message("segments"),
}


def as_report(one: Certificate) -> Report:
    """What was erased where, what the search found, and what is not touched."""
    told = one.report
    sections = [
        _section("tables", message("Erased from the tables"), _tables(told), message("Rows")),
        _section("facts", message("Erased from the facts"), _facts(told), message("Rows")),
        _section("struck", message("Struck out where others are meant"), _struck(told), message("Values")),
        _section("files", message("Erased files"), _files(told), message("Files")),
    ]
    if found := told.get("search", {}).get("found"):
        rows = [(item["where"], item["where"], item["count"]) for item in found]
        sections.append(_section("left", message("Still found"), rows, message("Times")))
    search = told.get("search")
    return Report(
        key="certificate",
        title=message("Certificate of an erasure"),
        conclusion=conclusion(one),
        reason=_searched(search),
        figures=(),
        sections=tuple(section for section in sections if section.table and section.table.rows),
        source=_source(one),
        notes=notes(one),
    )


def conclusion(one: Certificate) -> Message:
    """In one sentence."""
    search = one.report.get("search")
    if search is None:
        return message("A person was erased on {day}. The search for what is left has not ended.", day=_day(one))
    if search["found"]:
        places = len(search["found"])
        return message(
            "A person was erased on {day}. In {places} places something is left.", day=_day(one), places=places
        )
    return message("A person was erased on {day}. Nothing about them was found any more.", day=_day(one))


def notes(one: Certificate) -> tuple[Message, ...]:
    """What nobody may take for granted."""
    return (
        message("Number of this certificate: {number}", number=one.public_id),
        message("Keyed digest of the person’s number: {digest}", digest=one.digest),
        message(
            "The digest is made with a key that only this installation has. Whoever has the certificate and knows the "
            "number can have it checked here; nobody can find the number from it."
        ),
        message(
            "Backups were not touched: they hold what was there when they were made, until they end. Whoever puts one "
            "back erases this person anew."
        ),
        message(
            "What stays on purpose: an unreadable mark of the number, so that no file brings it back; an unreadable "
            "mark of an address that must not be written to; and in the audit trail that something was done, under a "
            "handle that leads nowhere."
        ),
    )


def _searched(search: dict[str, Any] | None) -> Message | None:
    if search is None:
        return None
    return message(
        "Searched: {tables} tables with {rows} rows, {facts} files of facts, {files} files of {size} MB; {sealed} "
        "pictures and PDFs cannot be searched.",
        tables=Count(search["tables"]),
        rows=Count(search["rows"]),
        facts=Count(search["facts"]),
        files=Count(search["files"]),
        size=Count(-(-search["size"] // 1_000_000)),
        sealed=Count(search["sealed"]),
    )


def _day(one: Certificate) -> Day:
    return Day(_date(one))


def _date(one: Certificate) -> date:
    return one.at.astimezone(company_zone()).date()


def _source(one: Certificate) -> Source:
    return Source("erasure", None, as_of=_date(one))


def _section(key: str, title: Message, rows: list[tuple[str, Words | str, int]], head: Message) -> Section:
    columns = (Column("what", message("What"), numeric=False), Column("count", head))
    cells = tuple(Row(name, _words(words), (Count(count),)) for name, words, count in rows)
    return Section(key, title, table=Table(key, columns, cells))


def _words(words: Words | str) -> Words:
    return message("{name}", name=words) if isinstance(words, str) else words


def _tables(told: dict[str, Any]) -> list[tuple[str, Words | str, int]]:
    labels = {one.key: one.label for one in holdings()} | {"people.Customer": message("the customer")}
    return [(key, labels.get(key, key), count) for key, count in told["tables"].items()]


def _facts(told: dict[str, Any]) -> list[tuple[str, Words | str, int]]:
    rows = [(key, _FACTS.get(key) or _survey(key), count) for key, count in told["facts"].items()]
    aside = told["set_aside"]
    return [*rows, *([("aside", message("rows of imports that were set aside"), aside)] if aside else [])]


def _survey(key: str) -> Message:
    return message("answers to {survey}", survey=key.removeprefix("answers/").removeprefix("answers_"))


def _struck(told: dict[str, Any]) -> list[tuple[str, Words | str, int]]:
    return [(key, _STRUCK.get(key) or _table(key), count) for key, count in told["struck"].items()]


def _table(key: str) -> str:
    try:
        return str(apps.get_model(key)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return key


def _files(told: dict[str, Any]) -> list[tuple[str, Words | str, int]]:
    return [(key, _FILES[key], count) for key, count in told.get("files", {}).items()]
