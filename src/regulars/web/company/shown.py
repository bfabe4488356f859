"""The settings in words, part by part."""

from __future__ import annotations

from typing import Any

from regulars.language import Estimate, Kind, Message, Text, message
from regulars.web.company.forms.parts import PARTS
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


def _words(text: Any) -> dict[str, str]:
    words = dict(Text.of(text or {}).words)
    return {**({"en": words["und"]} if "und" in words else {}), **words}


def _share(value: Any) -> Any:
    if value is None:
        return _NOT_SET
    percent = 100 * value
    return Estimate(float(value), kind=Kind.SHARE, digits=0 if percent == percent.to_integral() else 2)
