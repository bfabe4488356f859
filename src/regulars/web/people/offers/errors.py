"""Errors of suggestions.

::

    RegularsError
    └── OfferError   an answer that is known already, a customer who wants no suggestions, an act of care that is done
"""

from __future__ import annotations

from regulars.language import RegularsError


class OfferError(RegularsError):
    """Something that cannot be done with a suggestion or an act of care."""
