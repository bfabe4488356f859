"""The cards that people itself puts on the pages of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.roles import Permission
from regulars.web.people.forms import PurposeForm
from regulars.web.people.leaving import RECORD_KINDS
from regulars.web.people.notes import agreed_of, heard_by
from regulars.web.people.noting import ConsentForm, ContactForm
from regulars.web.people.panels import Asked, Tab, panel
from regulars.web.people.profile import profile_of


def contact(asked: Asked) -> Mapping[str, Any]:
    """When they last heard from us."""
    form = ContactForm(prefix="contact") if asked.edits else None
    return {"notes": heard_by(asked.customer), "contact_form": form}


def consent(asked: Asked) -> Mapping[str, Any]:
    """What they agreed to."""
    form = ConsentForm(prefix="consent") if asked.edits else None
    return {"notes": agreed_of(asked.customer), "consent_form": form}


def profile(asked: Asked) -> Mapping[str, Any] | None:
    """Grade, risk, interests and habits, of whoever bought or is scored."""
    return profile_of(asked.customer, asked.request.user)


def record(asked: Asked) -> Mapping[str, Any] | None:
    """Everything as a file, for a purpose."""
    return {"purpose": PurposeForm(kinds=RECORD_KINDS)} if asked.may(Permission.EXPORT) else None


panel(Tab.OVERVIEW, "profile", "people/profile_card.html", profile, rank=10)
panel(Tab.TALKS, "contact", "people/contact_card.html", contact, rank=30)
panel(Tab.DATA, "consent", "people/consent_card.html", consent, rank=10)
panel(Tab.DATA, "record", "people/record_card.html", record, rank=60)
