"""The document as a page shows it: address by address, with an example for the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from regulars.language import Message, message
from regulars.web.api.document import document
from regulars.web.api.service import api

_TITLES = {
    "Customers": message("Customers"),
    "Purchases": message("Purchases"),
    "Interactions": message("Events and talks"),
    "Consents": message("Consents"),
    "Promises": message("Promises and expectations"),
    "Segments": message("Segments"),
    "Rights": message("Rights"),
    "Cases": message("Cases"),
}
# What each does, for people in both languages; the document for programs says it in English alone.
_WORDS = {
    "list_cases": message("List cases: in the order in which they were opened"),
    "add_case": message("Open a case; the same reference again opens no second one"),
    "get_case": message("Get one by id or number"),
    "list_customers": message("List customers: in the order in which they came, or of their change with changed_since"),
    "add_customer": message("Add a customer; a number that is in use is 409"),
    "send_customers": message("Add or update up to 10,000 customers; each row is answered, good rows are kept"),
    "get_customer": message("Get one by id or number"),
    "change_customer": message("Change what is sent; with If-Match nothing changes if somebody else was quicker"),
    "list_relations": message("List who belongs to which organisation"),
    "add_relation": message("Note that a person belongs to an organisation"),
    "list_identifiers": message("List further addresses: WeChat, member numbers, other mailboxes"),
    "add_identifier": message("Add a further address"),
    "get_scores": message("Get the latest scores"),
    "send_purchases": message("Bring in up to 10,000 lines; the same line with other values is a correction"),
    "list_purchases": message("List the purchases of a customer, the latest first"),
    "list_events": message("List what happened to a customer; events come in by /in/<source>"),
    "list_contacts": message("List talks with a customer"),
    "add_contact": message("Note a talk with a customer"),
    "get_consents": message("Get what holds, and the ledger behind it"),
    "add_consent": message("Note a yes or a no; the ledger only grows"),
    "list_promises": message("List what was promised and what became of it"),
    "list_expectations": message("List what the customer expects"),
    "get_record": message("Export everything that is kept about a customer"),
    "ask_erasure": message("Ask for a customer to be erased; asked twice, it is one request"),
    "list_segments": message("List the segments"),
    "list_members": message("List who is in a segment"),
}


_NEEDED: dict[str, dict[str, Any]] = {
    "add_consent": {"purpose": "marketing", "given": True},
    "add_identifier": {"kind": "wechat"},
}


@dataclass(frozen=True)
class Address:
    """One address and method. ``fields``: of its body, with whether each is needed."""

    method: str
    path: str
    words: Message
    scope: str
    parameters: list[tuple[str, str]]
    fields: list[tuple[str, bool, str]]
    example: str


def groups(base: str) -> list[tuple[Message, list[Address]]]:
    """All of them by what they are about."""
    found: dict[str, list[Address]] = {name: [] for name in _TITLES}
    whole = document()
    scopes = {
        one.view_func.__name__: one.view_func.scope.value
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for one in view.operations
    }
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_address(base, path, method, operation, scopes, whole))
    return [(_TITLES[name], rows) for name, rows in found.items() if rows]


def _address(
    base: str, path: str, method: str, operation: dict[str, Any], scopes: dict[str, str], whole: dict[str, Any]
) -> Address:
    name = operation["operationId"]
    body = _body(operation, whole)
    shape = whole["components"]["schemas"].get(body, {})
    fields = [
        (key, key in shape.get("required", ()), _kind(one, whole)) for key, one in shape.get("properties", {}).items()
    ]
    return Address(
        method.upper(),
        path,
        _WORDS[name],
        scopes[name],
        [(one["name"], one["in"]) for one in operation["parameters"] if one["in"] != "path"],
        fields,
        _curl(base, path, method, shape, name),
    )


def _body(operation: dict[str, Any], whole: dict[str, Any]) -> str:
    """The name of the shape of the body, or of its rows."""
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    rows = {"CustomerRows": "CustomerRow", "PurchaseRows": "PurchaseRow"}
    return rows.get(name, name)


def _kind(schema: dict[str, Any], whole: dict[str, Any]) -> str:
    """What a field holds, short."""
    if "$ref" in schema:
        schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return " | ".join(f'"{one}"' for one in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_kind(one, whole) for one in schema["anyOf"])
    return schema.get("format") or schema.get("type", "")


def _curl(base: str, path: str, method: str, shape: dict[str, Any], name: str) -> str:
    address = base + path.replace("{customer}", "0042").replace("{segment}", "k4b7…").replace("{case}", "17")
    if name == "get_record":
        address += "?purpose=request%20of%20the%20customer"
    lines = [f"curl '{address}'", '-H "Authorization: Bearer $TOKEN"']
    if method != "get":
        sample = {
            key: one["examples"][0] for key, one in shape.get("properties", {}).items() if one.get("examples", [""])[0]
        }
        sample = {**_NEEDED.get(name, {}), **sample}
        body: Any = sample
        if name == "send_customers":
            body = {"customers": [sample]}
        elif name == "send_purchases":
            body = {"purchases": [sample]}
        lines += ["-H 'Content-Type: application/json'"]
        lines += ["-H 'Idempotency-Key: 6f1c…'"] if method == "post" else ["-X PATCH", "-H 'If-Match: \"…\"'"]
        lines += [f"-d '{json.dumps(body, ensure_ascii=False)}'"]
    return " \\\n  ".join(lines)
