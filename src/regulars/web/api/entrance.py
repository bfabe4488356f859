"""Before a request reaches its function: method, token, how often, scope, names, body, key. In this order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation, PathView

from regulars.language import message
from regulars.web.accounts.access import public
from regulars.web.api import tokens
from regulars.web.api.idempotency import once
from regulars.web.api.models import Token
from regulars.web.api.problems import Fault, ProblemError, Trouble, missing
from regulars.web.api.reading import LINES, body_of
from regulars.web.api.scopes import Scope


def scoped(scope: Scope, *, rows: str = "", whole: bool = True) -> Callable[[Any], Any]:
    """What a token needs for this. ``rows``: it takes many, under this name; ``whole``: it is one transaction."""

    def decorate(function: Any) -> Any:
        function.scope, function.rows, function.whole = scope, rows, whole
        return function

    return decorate


def entrance(view: PathView) -> Callable[..., HttpResponse]:
    """The view of one path."""

    # A program has no cookie that somebody else's page could use: what it may is in its token.
    @csrf_exempt
    @public
    def enter(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            answer = _answer(view, request, values)
        except ProblemError as problem:
            answer = problem.response()
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return enter


# Whoever shows no token is not told which addresses there are.
@csrf_exempt
@public
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Nothing is here."""
    try:
        token_of(request)
    except ProblemError as problem:
        return problem.response()
    return missing().response()


def _answer(view: PathView, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    operation = next((one for one in view.operations if request.method in one.methods), None)
    if operation is None:
        allowed = ", ".join(sorted({method for one in view.operations for method in one.methods}))
        raise ProblemError(
            Trouble.METHOD, message("Use one of: {methods}.", methods=allowed), headers={"Allow": allowed}
        )
    token = request.token = token_of(request)
    act = operation.view_func
    if act.scope.value not in token.scopes:
        raise ProblemError(
            Trouble.FORBIDDEN, message("This needs a token with the scope “{scope}”.", scope=act.scope.value)
        )
    if tokens.sight(token, act.scope).empty:
        raise ProblemError(
            Trouble.FORBIDDEN,
            message("Whoever made this token may not do this any more. A token can do no more than its owner."),
        )
    _check_names(operation, request)
    if request.method != "GET":
        told = body_of(request, lines=bool(act.rows))
        request.told = {act.rows: told} if request.content_type.casefold() == LINES and told else told
    tokens.note_use(token)
    if request.method != "POST":
        return operation.run(request, **values)
    return once(request, token, request.body, lambda: operation.run(request, **values), whole=act.whole)


def token_of(request: HttpRequest) -> Token:
    """The token that the request shows. Wrong ones are counted by where they come from, right ones by themselves."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not secret.strip() or len(secret) > 200:
        raise _unsigned(message("Send a token as “Authorization: Bearer …”. Tokens are made in the settings."))
    place = f"wrong:{request.META.get('REMOTE_ADDR', '')}"
    found = tokens.known(secret.strip())
    if found is None:
        if wait := tokens.seconds_to_wait(place, settings.API_REQUESTS // tokens.WRONG):
            raise _too_often(wait)
        raise _unsigned(message("This token is not known, has expired or was ended. Make a new one in the settings."))
    if wait := tokens.seconds_to_wait(f"token:{found.pk}", settings.API_REQUESTS):
        raise _too_often(wait)
    return found


def _unsigned(words: Any) -> ProblemError:
    return ProblemError(Trouble.UNSIGNED, words, headers={"WWW-Authenticate": 'Bearer realm="Regulars"'})


def _too_often(wait: int) -> ProblemError:
    return ProblemError(
        Trouble.TOO_OFTEN,
        message("Wait {seconds} s. A token may ask {most} times a minute.", seconds=wait, most=settings.API_REQUESTS),
        headers={"Retry-After": str(wait)},
    )


def _check_names(operation: Operation, request: HttpRequest) -> None:
    """A filter that is written wrong would filter nothing, and nobody would notice."""
    known = [
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    ]
    way_out = message("Known are: {known}.", known=tuple(known)) if known else message("Leave it out.")
    faults = [
        Fault(f"query:{name}", message("is not known here"), way_out, name) for name in request.GET if name not in known
    ]
    faults += [
        Fault(f"query:{name}", message("stands there more than once"), message("Send it once."), name)
        for name in known
        if len(request.GET.getlist(name)) > 1
    ]
    if faults:
        raise ProblemError(Trouble.SHAPE, message("The address asks for something that is not known."), faults)
