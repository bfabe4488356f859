"""Facts: what happened, in columns, kept so that nothing acknowledged is lost and nothing is counted twice.

>>> import tempfile
>>> facts = open_facts(tempfile.mkdtemp() + "/facts")
>>> facts.purchase_totals().lines, facts.surveys()
(0, [])
"""

from regulars.facts.errors import (
    ContractError,
    DiskFullError,
    FactsError,
    LockTimeoutError,
    MixedCurrenciesError,
    NewerFormatError,
    NotAFactsFolderError,
    PeriodError,
    RateError,
    UndoError,
    UnknownSurveyError,
)
from regulars.facts.imports import BadRow, ImportReport, PurchaseMapping, load_mapping
from regulars.facts.keys import CustomerKeys
from regulars.facts.rates import Rate
from regulars.facts.responses import LiveResponse
from regulars.facts.store import Facts, open_facts

__all__ = [
    "BadRow",
    "ContractError",
    "CustomerKeys",
    "DiskFullError",
    "Facts",
    "FactsError",
    "ImportReport",
    "LiveResponse",
    "LockTimeoutError",
    "MixedCurrenciesError",
    "NewerFormatError",
    "NotAFactsFolderError",
    "PeriodError",
    "PurchaseMapping",
    "Rate",
    "RateError",
    "UndoError",
    "UnknownSurveyError",
    "load_mapping",
    "open_facts",
]
