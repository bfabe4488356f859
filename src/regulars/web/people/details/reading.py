"""Who reads a file of a customer: whoever sees the customer."""

from __future__ import annotations

from typing import Any

from regulars.web.accounts.roles import Permission
from regulars.web.files.access import readable
from regulars.web.people.details.models import Attachment
from regulars.web.people.models import Customer


@readable("details.attachment")
def sees_the_customer(user: Any, attachment: Attachment) -> bool:
    """Not while it is removed: it is on nobody's page then."""
    if attachment.removed_at is not None:
        return False
    return Customer.objects.visible_to(user, Permission.SEE_CUSTOMERS).filter(pk=attachment.customer_id).exists()
