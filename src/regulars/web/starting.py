"""Django with all its apps, as every process of an install starts it."""

from __future__ import annotations

import gc

import django
from django.apps import apps


def start() -> None:
    """What is read now stays to the end: nobody looks for waste meanwhile, nor among it ever after.

    A fifth of the time goes otherwise; and memory that is not looked through is shared by the processes of the server.
    """
    if apps.ready:
        return
    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()
