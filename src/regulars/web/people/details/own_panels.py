"""The cards of details on the page “What we know”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.people import meanwhile
from regulars.web.people.details.forms import AddressForm, FileForm, NoteForm, ValuesForm
from regulars.web.people.details.queries import addresses_of, files_of, notes_of, own_fields_of
from regulars.web.people.details.sides import sides_of
from regulars.web.people.details.values import values_of
from regulars.web.people.models import Kind
from regulars.web.people.panels import Asked, Tab, panel


def own(asked: Asked) -> Mapping[str, Any] | None:
    """The company's own fields; who may make some is led there where there are none."""
    lines = own_fields_of(asked.customer)
    may_make = scope_of(asked.request.user, Permission.MANAGE_COMPANY).whole
    if not lines and not may_make:
        return None
    asks = [one for one, _, _ in lines if not one.retired]
    values = values_of(asked.customer)
    form = ValuesForm(fields=asks, values=values, prefix=None) if asked.edits and asks else None
    return {
        "lines": lines,
        "may_make": may_make,
        "own_form": form,
        "was": meanwhile.shown({one.key: values.get(one.pk) for one in asks}),
    }


def addresses(asked: Asked) -> Mapping[str, Any]:
    """By what this customer is known, and who else is."""
    found = addresses_of(asked.customer, scope_of(asked.request.user, Permission.SEE_CUSTOMERS))
    return {"found": found, "address_form": AddressForm(prefix="address") if asked.edits else None}


def notes(asked: Asked) -> Mapping[str, Any]:
    """What somebody wrote down."""
    return {"kept": notes_of(asked.customer), "note_form": NoteForm(prefix="note") if asked.edits else None}


def files(asked: Asked) -> Mapping[str, Any]:
    """Files that were put to this customer."""
    return {"kept": files_of(asked.customer), "file_form": FileForm(prefix="file") if asked.edits else None}


def sides(asked: Asked) -> Mapping[str, Any] | None:
    """Of an organisation: users beside buyers."""
    if asked.customer.kind != Kind.ORGANISATION:
        return None
    found = sides_of(asked.customer, scope_of(asked.request.user, Permission.SEE_CUSTOMERS))
    return None if found is None else {"found": found}


panel(Tab.OVERVIEW, "sides", "details/sides.html", sides, rank=40)
panel(Tab.KNOWN, "details", "details/own.html", own, rank=20)
panel(Tab.KNOWN, "addresses", "details/addresses.html", addresses, rank=30)
panel(Tab.KNOWN, "customer-notes", "details/notes.html", notes, rank=40)
panel(Tab.KNOWN, "files", "details/files.html", files, rank=50)
