"""What the checks of shapes find, in words: where, what stood there, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from regulars.language import Message, message
from regulars.web.api.problems import Fault, ProblemError, Trouble

UNFIT = "regulars_unfit"


def unfit(reason: Message, way_out: Message | None = None) -> PydanticCustomError:
    """For a check of a value that has the shape, and cannot be meant."""
    return PydanticCustomError(UNFIT, "unfit", {"reason": reason, "way_out": way_out})


def badly(reason: Message, way_out: Message | None = None) -> PydanticCustomError:
    """For a check of our own that tells the shape."""
    return PydanticCustomError("regulars_shape", "shape", {"reason": reason, "way_out": way_out})


def problem_of(errors: Sequence[dict[str, Any]]) -> ProblemError:
    """The answer to a request whose values were checked. ``loc`` begins with the place: body, query, path."""
    faults = [fault_of(one, _pointer(one["loc"])) for one in errors]
    if all(one["type"] == UNFIT for one in errors):
        return ProblemError(Trouble.UNFIT, faults[0].reason, faults)
    return ProblemError(
        Trouble.SHAPE, message("Something is missing, is too much or is no such value; “errors” says where."), faults
    )


def faults_of(errors: Iterable[dict[str, Any]]) -> list[Fault]:
    """Of one row, with pointers into it."""
    return [fault_of(one, _path(one["loc"])) for one in errors]


def fault_of(error: dict[str, Any], pointer: str) -> Fault:
    """One of them."""
    context, kind = error.get("ctx") or {}, error["type"]
    value = None if kind == "missing" else error.get("input")
    if isinstance(context.get("reason"), Message):
        return Fault(pointer, context["reason"], context.get("way_out"), value)
    name = str(error["loc"][-1]) if error["loc"] else ""
    reason, way_out = _WORDS.get(kind, _OTHER)(name, context)
    return Fault(pointer, reason, way_out, value)


def _pointer(loc: Sequence[Any]) -> str:
    place, rest = loc[0], loc[1:]
    if place == "body":
        return _path(rest)
    return f"{place}:{'.'.join(map(str, rest))}"


def _path(loc: Sequence[Any]) -> str:
    return "".join("/" + str(one).replace("~", "~0").replace("/", "~1") for one in loc)


Words = Callable[[str, dict[str, Any]], tuple[Message, Message | None]]


def _missing(name: str, _: Any) -> tuple[Message, Message | None]:
    return message("is needed and was not sent"), message("Send “{name}”.", name=name)


def _unknown(name: str, _: Any) -> tuple[Message, Message | None]:
    return message("is not known here"), message("Leave “{name}” out, or look for how it is written.", name=name)


def _text(_: str, __: Any) -> tuple[Message, Message | None]:
    return message("is no text"), message('Write it in quotes, such as "0042".')


def _number(_: str, __: Any) -> tuple[Message, Message | None]:
    return message("is no such number"), message("Write a number such as 12.")


def _long(_: str, context: Any) -> tuple[Message, Message | None]:
    most = context.get("max_length")
    return message("is too long"), message("At most {most}.", most=most)


def _short(_: str, context: Any) -> tuple[Message, Message | None]:
    least = context.get("min_length")
    return message("is too short"), message("At least {least}.", least=least)


def _above(_: str, context: Any) -> tuple[Message, Message | None]:
    return message("is too large"), message("At most {most}.", most=context.get("le"))


def _below(_: str, context: Any) -> tuple[Message, Message | None]:
    return message("is too small"), message("At least {least}.", least=context.get("ge"))


def _pattern(_: str, context: Any) -> tuple[Message, Message | None]:
    return message("is not written so"), message("It must fit the pattern {pattern}.", pattern=context.get("pattern"))


def _choice(_: str, context: Any) -> tuple[Message, Message | None]:
    return message("is none of those"), message("Choose one of: {known}.", known=str(context.get("expected")))


def _list(_: str, __: Any) -> tuple[Message, Message | None]:
    return message("is no list"), message("Write it in square brackets: [ ].")


def _object(_: str, __: Any) -> tuple[Message, Message | None]:
    return message("is no object"), message(
        "Write it in curly brackets, such as {example}.", example='{"number": "C-17"}'
    )


def _flag(_: str, __: Any) -> tuple[Message, Message | None]:
    return message("is neither true nor false"), message("Write true or false, without quotes.")


def _other(_: str, __: Any) -> tuple[Message, Message | None]:
    return message("cannot be read"), None


_OTHER = _other
_WORDS: dict[str, Words] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_type": _text,
    "string_too_long": _long,
    "string_too_short": _short,
    "too_long": _long,
    "too_short": _short,
    "string_pattern_mismatch": _pattern,
    "int_type": _number,
    "int_parsing": _number,
    "int_parsing_size": _number,
    "int_from_float": _number,
    "greater_than_equal": _below,
    "less_than_equal": _above,
    "enum": _choice,
    "literal_error": _choice,
    "list_type": _list,
    "dict_type": _object,
    "model_type": _object,
    "model_attributes_type": _object,
    "bool_type": _flag,
    "bool_parsing": _flag,
}
