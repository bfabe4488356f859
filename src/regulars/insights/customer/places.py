"""At which units every customer is known: where they bought, and about which they answered under their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from regulars.insights.errors import ScopeError
from regulars.insights.scope import Scope, identified
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.facts.table import Table

PAIRS = "select distinct customer, unit from {table} where customer is not null and unit is not null"


def places_known(facts: Facts) -> list[Table]:
    """The tables that say where somebody is known: purchases, and answers given under a name."""
    return [facts.purchases_table, *(facts.answers_table(survey) for survey in identified(facts))]


def places(facts: Facts, *, scope: Scope) -> pa.Table:
    """Pairs of customer and unit, each once."""
    if scope.units is not None:
        raise ScopeError(message("Where customers are known is read for the whole company."))
    whole = pa.concat_tables([facts.ask(table, PAIRS, {}) for table in places_known(facts)])
    return whole.group_by(["customer", "unit"]).aggregate([])
