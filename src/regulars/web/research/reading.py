"""Who reads the files that came with a response: whoever reads the response."""

from __future__ import annotations

from typing import Any

from regulars.web.accounts.roles import Permission
from regulars.web.files.access import readable
from regulars.web.research.inbox.filters import single
from regulars.web.research.models import Partial, Response


@readable("research.response")
def reads_response(user: Any, response: Response) -> bool:
    """Of an identified study, of their units, and not while its words are out of sight: a picture may show anybody."""
    rows = single(Response.objects.visible_to(user, Permission.SEE_RESPONSES))
    return rows.filter(pk=response.pk, hidden_at=None).exists()


@readable("research.partial")
def reads_partial(user: Any, partial: Partial) -> bool:
    """Nobody: it has not been sent."""
    return False
