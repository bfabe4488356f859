"""The address of a timeline: seen by whoever sees the customer."""

from __future__ import annotations

from tests.web.addresses.people import OTHER, SEE, _one
from tests.web.addresses.shape import Address

ROWS = [Address("timeline:timeline", SEE, foreign=OTHER, arguments=_one)]
