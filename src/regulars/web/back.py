"""Back to the page on which a button stood."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def own_page(wish: str) -> str:
    """The address that came with a form, where it is one of ours; else empty. Whoever sends a form may write any."""
    return wish if wish.startswith("/") and url_has_allowed_host_and_scheme(wish, allowed_hosts=None) else ""
