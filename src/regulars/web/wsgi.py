"""What the server runs."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler

from regulars.web.starting import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.web.settings")
start()
application = WSGIHandler()
