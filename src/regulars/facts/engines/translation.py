"""A question in DuckDB's SQL, said in Spark's: one text for both engines, so that they cannot drift apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.facts.engines.errors import EngineError
from regulars.language import message


def translated(query: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The same question for Spark, and the parameters that are still open in it.

    What is empty is said in the text: Spark wants to know the type of everything it binds, and nothing tells it that
    of a list that is not there or holds nothing. Values never become part of the text. Division and means give
    doubles, as in DuckDB; Spark would give decimals of a few places.
    """
    import sqlglot
    from ibis.backends.sql.dialects import PySpark
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(query, read="duckdb")
        for rule in (lambda node: _without_empty(node, parameters), _within_windows, _in_doubles):
            tree = tree.transform(rule)
        text = tree.sql(dialect=PySpark, unsupported_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        raise cannot_answer(error) from error
    names = {_name(node) for node in tree.find_all(exp.Parameter, exp.Placeholder)}
    return text, {name: parameters[name] for name in names}


def cannot_answer(error: Exception) -> EngineError:
    """The engine does not take the question."""
    return EngineError(
        message(
            "Spark cannot answer this question; ask it without Spark. Its reason: {reason}", reason=first_line(error)
        )
    )


def first_line(error: Exception) -> str:
    """What an engine says, without the plan that it adds."""
    return str(error).strip().partition("\n")[0][:300]


def _without_empty(node: Any, parameters: Mapping[str, Any]) -> Any:
    from sqlglot import exp

    if isinstance(node, exp.ArrayContains) and _is_open(node.this):
        given = parameters[_name(node.this)]
        if given is None:
            return exp.cast(exp.null(), "boolean")
        return node if len(given) else exp.false()
    return exp.null() if _is_open(node) and parameters[_name(node)] is None else node


def _within_windows(node: Any) -> Any:
    """Spark takes no filter in a window; what the filter leaves out is empty there."""
    from sqlglot import exp

    kept = node.this if isinstance(node, exp.Window) else None
    if isinstance(kept, exp.Filter) and isinstance(kept.this, (exp.Avg, exp.Sum, exp.Min, exp.Max, exp.Count)):
        aggregate = kept.this.copy()
        value = exp.Literal.number(1) if isinstance(aggregate.this, exp.Star) else aggregate.this
        aggregate.set("this", exp.Case().when(kept.expression.this, value))
        node.set("this", aggregate)
    return node


def _in_doubles(node: Any) -> Any:
    from sqlglot import exp

    if isinstance(node, (exp.Div, exp.Avg)):
        node.set("this", exp.cast(node.this.copy(), "double"))
    return node


def _is_open(node: Any) -> bool:
    from sqlglot import exp

    return isinstance(node, (exp.Parameter, exp.Placeholder))


def _name(node: Any) -> str:
    return str(node.this if isinstance(node.this, str) else node.this.name)
