"""A form that is too long is read to its end: a browser that is cut off shows its own error instead of our page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from regulars.web.channels.link.forms import LARGEST, MOST_READ
from regulars.web.channels.link.views import survey

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("size", "left"), [(LARGEST + 1, 0), (MOST_READ + 1, MOST_READ + 1)])
def test_it_is_read_and_thrown_away(size: int, left: int, link: Any) -> None:
    """One that nobody typed is not."""
    request = RequestFactory().post(
        f"/s/{link.public_id}", b"x" * size, content_type="application/x-www-form-urlencoded"
    )

    assert survey(request, link.public_id).status_code == 413
    assert len(request.read()) == left
