"""All pages, in groups and in the order of their tabs, and the one way to ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regulars.facts.scores import scores_table
from regulars.insights.errors import InsightError
from regulars.insights.kept import KeptReports
from regulars.insights.report import Report
from regulars.insights.worth.analyses import ANALYSES
from regulars.insights.worth.crm import CRM
from regulars.insights.worth.keep import KEEP
from regulars.insights.worth.loyalty_map import LOYALTY_MAP
from regulars.insights.worth.pages import Page, Wish
from regulars.insights.worth.personas import PERSONAS
from regulars.insights.worth.profile import PROFILE
from regulars.insights.worth.satisfaction_loyalty import SATISFACTION_LOYALTY
from regulars.insights.worth.stages import STAGES_PAGE
from regulars.insights.worth.textbook_page import TEXTBOOK
from regulars.insights.worth.value_page import VALUE
from regulars.insights.worth.what_if import WHAT_IF
from regulars.language import Message, message

if TYPE_CHECKING:
    from regulars.facts import Facts

# In three groups: sixteen tabs in a row are no order.
GROUPS: tuple[tuple[Message, tuple[Page, ...]], ...] = (
    (message("Loyalty"), (LOYALTY_MAP, STAGES_PAGE, SATISFACTION_LOYALTY, KEEP)),
    (message("Value"), (VALUE, WHAT_IF, TEXTBOOK)),
    (message("Customers and sales"), (CRM, PERSONAS, PROFILE, *ANALYSES)),
)
PAGES: dict[str, Page] = {page.key: page for _, pages in GROUPS for page in pages}
_KEPT = KeptReports(64)


class UnknownPageError(InsightError, LookupError):
    """There is no page of this name."""


def page_of(key: str) -> Page:
    """A page by its key. Raises ``UnknownPageError``, which names those that there are."""
    if key not in PAGES:
        raise UnknownPageError(
            message("There is no page “{name}”. There are: {known}.", name=key[:40], known=", ".join(PAGES))
        )
    return PAGES[key]


def worth(facts: Facts, key: str, wish: Wish) -> Report:
    """The report of a page. Asked again while the facts stand as they are, the same report comes back at once."""
    page = page_of(key)
    wish = page.complete(wish)
    asked = (key, wish.scope, wish.among, wish.units, wish.first, wish.last, wish.terms, str(wish.grades), wish.hidden)
    return _KEPT.get(
        (str(facts.home), *asked, wish.own and wish.own.mark, tuple(sorted(wish.options.items())), _versions(facts)),
        None,
        lambda: page.make(facts, wish),
    )


def _versions(facts: Facts) -> tuple[Any, ...]:
    answers = tuple((name, facts.answer_files(name)) for name in facts.surveys())
    purchases = facts.purchases_table.snapshot().version, facts.own_currency, facts.rates_mark
    return scores_table(facts).snapshot().version, purchases, answers
