"""The library's API object, with our problems, our reading of bodies and our token. Thin: it decides nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.security import HttpBearer

from regulars.language import RegularsError, message
from regulars.web.api.faults import problem_of
from regulars.web.api.problems import ProblemError, Trouble, missing


class Token(HttpBearer):
    """``entrance.py`` has looked at the token before; here it stands for the document."""

    def __call__(self, request: HttpRequest) -> Any:
        """The token of this request."""
        return request.token

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not asked."""
        return request.token


class _Parser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        """What ``reading.py`` has read."""
        return request.told


class Service(NinjaAPI):
    """With the values that were wrong in its errors."""

    def validation_error_from_error_contexts(self, error_contexts: Any) -> Any:
        """All that is wrong, at once."""
        errors = []
        for context in error_contexts:
            model = context.model
            for one in context.pydantic_validation_error.errors(include_url=False):
                loc = tuple(one["loc"])
                if model.__ninja_param_source__ == "body" and hasattr(model, "__read_from_single_attr__"):
                    loc = loc[1:]  # the name of our argument
                else:
                    loc = model.__ninja_flatten_map_reverse__.get(loc, loc)
                    loc = loc[-1:]
                errors.append({**one, "loc": (model.__ninja_param_source__, *loc)})
        return problem_of(errors)

    def get_openapi_operation_id(self, operation: Any) -> str:
        """As the function is called."""
        return operation.view_func.__name__


api = Service(
    title="Regulars", version="1", docs_url=None, openapi_url=None, auth=Token(), parser=_Parser(), urls_namespace="api"
)


@api.exception_handler(ProblemError)
def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return error.response()


@api.exception_handler(RegularsError)
def _told(request: HttpRequest, error: RegularsError) -> HttpResponse:
    return ProblemError(Trouble.UNFIT, error.message).response()


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return missing().response()


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return ProblemError(Trouble.SHAPE, message("The body is no JSON in UTF-8.")).response()


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # Django tells it, with a number
