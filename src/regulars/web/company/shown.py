"""The settings in words, part by part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from regulars.language import NO_CURRENCY, Estimate, Kind, Message, Money, Text, message
from regulars.web.company.forms.parts import PARTS
from regulars.web.company.grades import grades_of
from regulars.web.company.models import Company

_NOT_SET = message("not set")
MONTHS = (
    message("January"),
    message("February"),
    message("March"),
    message("April"),
    message("May"),
    message("June"),
    message("July"),
    message("August"),
    message("September"),
    message("October"),
    message("November"),
    message("December"),
)


def settings_shown(company: Company) -> list[tuple[str, Message, list[tuple[Message, Any]]]]:
    """Each part with its title and its lines: label, value."""
    name, privacy = _words(company.name), _words(company.privacy_text)
    lines = {
        "name": [(message("In English"), name.get("en", _NOT_SET)), (message("In Chinese"), name.get("zh", _NOT_SET))],
        "colour": [(message("Colour"), company.colour)],
        "figures": [
            (message("Zone"), company.zone),
            (message("Currency"), company.currency or _NOT_SET),
            (message("Fiscal year begins in"), MONTHS[company.fiscal_year_month - 1]),
            (message("Smallest number of answers"), company.minimum_n),
            (message("Smallest group (k)"), company.privacy_k),
            (message("Margin"), _share(company.margin)),
            (message("Discount rate a year"), _share(company.discount_rate)),
        ],
        "grades": _grades(company),
        "sender": [
            (message("Sender"), company.sender_name or _NOT_SET),
            (message("Address"), company.sender_address or _NOT_SET),
            (message("Public base address"), company.public_address or _NOT_SET),
        ],
        "privacy": [
            (message("In English"), privacy.get("en", _NOT_SET)),
            (message("In Chinese"), privacy.get("zh", _NOT_SET)),
        ],
        "consent": [
            (
                message("Who is asked"),
                message("only customers who said yes")
                if company.consent_needed
                else message("everybody who did not say no"),
            )
        ],
    }
    return [(key, form.title, lines[key]) for key, form in PARTS.items()]


def _grades(company: Company) -> list[tuple[Message, Any]]:
    grades = grades_of(company)
    currency = company.currency or NO_CURRENCY
    if grades.cuts is None:
        tiers: list[Any] = [_part(grades.parts[0]), _part(grades.parts[1])]
    else:
        tiers = [message("from {amount}", amount=Money(Decimal(str(cut)), currency, 0)) for cut in grades.cuts]
    return [
        (message("Premium tier"), tiers[0]),
        (message("Middle tier"), tiers[1]),
        (message("Client"), message("from {count} days with a purchase on", count=grades.stages.client_from)),
        (message("Inactive"), message("after {count} days without one", count=grades.stages.inactive_after)),
    ]


def _part(part: float) -> Message:
    return message("{part} of the customers", part=_share(Decimal(str(part))))


def _words(text: Any) -> dict[str, str]:
    words = dict(Text.of(text or {}).words)
    return {**({"en": words["und"]} if "und" in words else {}), **words}


def _share(value: Any) -> Any:
    if value is None:
        return _NOT_SET
    percent = 100 * value
    return Estimate(float(value), kind=Kind.SHARE, digits=0 if percent == percent.to_integral() else 2)
