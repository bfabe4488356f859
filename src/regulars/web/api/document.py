"""The document (OpenAPI 3.1): what the library knows of the functions, and what every request may be answered."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from regulars.web.api import idempotency, routes
from regulars.web.api.problems import CONTENT_TYPE, Trouble
from regulars.web.api.reading import LINES
from regulars.web.api.schemas import customers, noted
from regulars.web.api.scopes import Scope
from regulars.web.api.service import api

PREFIX = "/api/v1"
ROUTES = routes.__all__  # imported, they have filled the API
_OFTEN = (Trouble.SHAPE, Trouble.UNSIGNED, Trouble.FORBIDDEN, Trouble.MISSING, Trouble.METHOD, Trouble.TOO_OFTEN)
_BODY = (Trouble.CONFLICT, Trouble.LARGE, Trouble.MEDIA, Trouble.UNFIT)
_ETAGGED = ("get_customer", "add_customer", "change_customer")
_ABOUT = """Customers, purchases, interactions, consents, segments and cases for programs of the company.

Show a token as `Authorization: Bearer …`. It may do what its scopes say, where its owner may. Problems come as
`application/problem+json` in the language of `Accept-Language` (English, Chinese): 400 is a shape that is not as
described, 422 one that the company's data do not allow."""


@cache
def document() -> dict[str, Any]:
    """All of it, as plain data. It names no company, so whoever asks may have it."""
    found = dict(api.get_openapi_schema(path_prefix=""))
    found["info"] = {"title": "Regulars", "version": "1", "description": _ABOUT}
    found["servers"] = [{"url": PREFIX}]
    schemas = found["components"]["schemas"]
    schemas.update(_rows())
    for name, field, row in (
        ("CustomerRows", "customers", "CustomerRow"),
        ("PurchaseRows", "purchases", "PurchaseRow"),
    ):
        ref = {"$ref": f"#/components/schemas/{row}"}
        # Anything is read as a row, and told what it lacks.
        schemas[name]["properties"][field]["items"] = {"anyOf": [ref, {}]}
    schemas["PurchasesTold"]["properties"]["rows"]["items"] = {"$ref": "#/components/schemas/RowTold"}
    schemas["Problem"] = _problem()
    found["components"]["securitySchemes"] = {
        "Token": {"type": "http", "scheme": "bearer", "description": "Made on the page “Access for programs”."}
    }
    functions = {
        one.view_func.__name__: one.view_func
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for one in view.operations
    }
    for methods in found["paths"].values():
        for method, operation in methods.items():
            _complete(operation, method, functions[operation["operationId"]])
    return found


def _rows() -> dict[str, Any]:
    """Shapes that no function has by itself, since their rows are read one by one."""
    shapes = [(one, "validation") for one in (customers.CustomerRow, noted.PurchaseRow)]
    told = [(customers.RowTold, "serialization")]
    _, found = models_json_schema([*shapes, *told], ref_template="#/components/schemas/{model}")
    return found["$defs"]


def _complete(operation: dict[str, Any], method: str, function: Any) -> None:
    scope = Scope(function.scope)
    operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope.value}`.".strip()
    operation["security"] = [{"Token": []}]
    parameters = operation["parameters"]
    for one in parameters:
        one.pop("examples", None)
        one.get("schema", {}).pop("title", None)
    troubles = [*_OFTEN, *(_BODY if method in ("post", "patch") else ()), Trouble.UNFIT]
    if method == "post":
        parameters.append(
            {
                "in": "header",
                "name": idempotency.HEADER,
                "required": False,
                "schema": {"type": "string", "pattern": idempotency.PATTERN},
                "description": "Sent again with the same key, the request counts once and is answered as before; "
                "kept for 24 hours. The same key with another request is 422, while the first is under way 409.",
            }
        )
    if method == "patch":
        parameters.append(
            {
                "in": "header",
                "name": "If-Match",
                "required": False,
                "schema": {"type": "string"},
                "description": "The ETag that you got; if somebody changed the customer since, nothing changes (412).",
            }
        )
        troubles.append(Trouble.CHANGED)
    if function.rows:
        operation["requestBody"]["content"][LINES] = {
            "schema": {"type": "string", "description": "One row a line, without the frame around them."}
        }
    for trouble in dict.fromkeys(troubles):
        operation["responses"].setdefault(trouble.status, _refusal(trouble))
    for status, answer in operation["responses"].items():
        if int(status) < 300:
            answer["description"] = operation["summary"]
            if operation["operationId"] in _ETAGGED:
                answer["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "For `If-Match`."}}
    operation["responses"] = {str(status): answer for status, answer in sorted(operation["responses"].items())}


def _refusal(trouble: Trouble) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": str(trouble.title),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if trouble is Trouble.TOO_OFTEN:
        answer["headers"] = {"Retry-After": {"schema": {"type": "string", "pattern": "^[0-9]+$"}, "required": True}}
    if trouble is Trouble.METHOD:
        answer["headers"] = {"Allow": {"schema": {"type": "string"}, "required": True}}
    if trouble is Trouble.UNSIGNED:
        answer["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    return answer


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    fault = {
        "type": "object",
        "properties": {
            "pointer": {**text, "description": "Where: a JSON pointer, or `query:limit`, `header:Idempotency-Key`."},
            "detail": {**text, "description": "What is wrong."},
            "value": {"type": ["string", "null"], "description": "What stood there."},
            "way_out": {"type": ["string", "null"], "description": "What to do."},
        },
        "required": ["pointer", "detail", "value", "way_out"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "description": "RFC 9457. Sentences are in the language of the request.",
        "properties": {
            "type": {**text, "description": "Address of its description."},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "array", "items": fault},
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
        "examples": [
            {
                "type": "/api/v1/docs/#problem-unfit",
                "title": str(Trouble.UNFIT.title),
                "status": 422,
                "detail": "There is no unit with this code that the token may use.",
                "errors": [
                    {
                        "pointer": "/unit",
                        "detail": "There is no unit with this code that the token may use.",
                        "value": "lakside",
                        "way_out": "The codes stand on the page of the units.",
                    }
                ],
            }
        ],
    }
