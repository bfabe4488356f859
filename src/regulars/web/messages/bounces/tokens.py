"""The address to which a mail comes back, with the message's name in it, signed.

Some mailboxes report without the mail's own headers; the address that they report to is then all that says which
message it was. Whoever knows one can report about that message only, which is their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from regulars.web.messages import signed

_PURPOSE = "messages.bounces"


def return_address(public_id: str, usual: str) -> str:
    """Where this message comes back to: by its own address where the setting ends in a plus."""
    return signed.signed_address(settings.REGULARS_BOUNCES_ADDRESS, public_id, _PURPOSE, usual)


def found_in(addresses: Iterable[str]) -> str:
    """The public id that one of these addresses carries; empty for a forged one, and for none."""
    return signed.found_in(addresses, _PURPOSE)
