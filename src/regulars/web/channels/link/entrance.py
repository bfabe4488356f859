"""The guests' own entrance: addresses below ``/s/`` pass by sessions, accounts and everything else of the house."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern

from regulars.web.channels.link.wire import answer

log = logging.getLogger(__name__)
PREFIX = "/s/"
_RESOLVER = URLResolver(RegexPattern(r"^/s/"), "regulars.web.channels.link.urls")
# Both languages at once: whatever broke may be what knows the language.
_BROKEN = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Please try again</title><h1>Something broke on our side</h1>
<p>Nothing was stored. Go back with your browser: your answers are still there. Please send them again in a minute.</p>
<p lang="zh-Hans">我们这边出了问题，回答尚未保存。请用浏览器返回，您填写的内容仍在，稍后再提交。</p></html>""".encode()


class LinkMiddleware:
    """Stands before the others in the settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer guests here; hand everybody else on."""
        if not request.path_info.startswith(PREFIX):
            return self._get_response(request)
        try:
            match = _RESOLVER.resolve(request.path_info)
            return match.func(request, *match.args, **match.kwargs)
        except Resolver404:
            return self._get_response(request)
        except Exception:
            log.exception("a guest's page broke")
            return answer(request, _BROKEN, 500)
