"""The cards on the pages of one customer: each app registers its own, each page shows those of its tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from regulars.language import Message, message
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.people.models import Customer


class Tab(Enum):
    """The pages of one customer, in this order: name of the address, and what the reader sees."""

    OVERVIEW = ("people:customer", message("Overview"))
    TIMELINE = ("timeline:timeline", message("Timeline"))
    KNOWN = ("people:known", message("What we know"))
    TALKS = ("people:talks", message("Promises and contact"))
    DATA = ("people:data", message("Consent and data"))

    @property
    def url(self) -> str:
        """A name of ``urls.py`` that takes the public id of the customer."""
        return self.value[0]

    @property
    def label(self) -> Message:
        """For people."""
        return self.value[1]


@dataclass(frozen=True)
class Asked:
    """Who asks for whose page. ``sent``: forms that were sent back with errors, by their name in the template."""

    request: HttpRequest
    customer: Customer
    sent: Mapping[str, Any] = field(default_factory=dict)

    def may(self, permission: Permission) -> bool:
        """Whether the reader may; the customer is in their sight already."""
        return may(self.request.user, permission)

    @property
    def edits(self) -> bool:
        """Whether the reader may change what is noted."""
        return self.may(Permission.EDIT_CUSTOMERS)


@dataclass(frozen=True)
class Panel:
    """One card. ``key``: its id on the page. ``context``: what its template needs; None hides it."""

    tab: Tab
    key: str
    template: str
    context: Callable[[Asked], Mapping[str, Any] | None]
    rank: int

    def render(self, asked: Asked) -> str:
        """Its HTML; empty where it is not shown."""
        found = self.context(asked)
        if found is None:
            return ""
        context = {"customer": asked.customer, "may_edit": asked.edits, **found, **asked.sent}
        return render_to_string(self.template, context, asked.request)


PANELS: dict[str, Panel] = {}


def panel(
    tab: Tab, key: str, template: str, context: Callable[[Asked], Mapping[str, Any] | None], *, rank: int = 50
) -> None:
    """Add a card; called by an app's ``ready``. A higher ``rank`` stands further back."""
    PANELS[key] = Panel(tab, key, template, context, rank)


def panels_of(tab: Tab, asked: Asked) -> list[str]:
    """The cards of a page, rendered, in their order."""
    mine = sorted((one for one in PANELS.values() if one.tab is tab), key=lambda one: one.rank)
    return [html for one in mine if (html := one.render(asked))]


def tab_page(tab: Tab, asked: Asked) -> HttpResponse:
    """A page that is nothing but its cards."""
    context = {"customer": asked.customer, "tab": tab, "tabs": list(Tab), "panels": panels_of(tab, asked)}
    context["may_edit"] = asked.edits
    return render(asked.request, "people/tab.html", context, status=400 if asked.sent else 200)


def sent_back(request: HttpRequest, customer: Customer, key: str, **forms: Any) -> HttpResponse:
    """The page of a card again, with its form that has errors."""
    return tab_page(PANELS[key].tab, Asked(request, customer, forms))


def address_of(customer: Customer, key: str) -> str:
    """Where a card stands."""
    return f"{reverse(PANELS[key].tab.url, args=[customer.public_id])}#{key}"


def back_to(customer: Customer, key: str) -> HttpResponseRedirect:
    """To the card, after something was done there."""
    return redirect(address_of(customer, key))
