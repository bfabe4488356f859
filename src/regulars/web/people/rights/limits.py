"""How often somebody may try, over all workers."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def too_often(what: str, who: str, most: int, seconds: int = HOUR) -> bool:
    """Count one more; whether they were too many. Nothing of who they are is kept, nor that they were here for long."""
    key = f"rights:{what}:{sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended in this very moment
        return False


def visitor(request: HttpRequest) -> str:
    """From where a request came, behind as many proxies as the install has."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter().get_client_ip(request))
