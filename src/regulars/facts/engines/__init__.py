"""The facts, read by another engine: the same tables, the same questions, more machines.

``on_spark(facts)`` gives facts that ask PySpark wherever the facts themselves ask DuckDB. See ``docs/scale.md``.
"""

from regulars.facts.engines.errors import EngineError
from regulars.facts.engines.facts import EngineFacts
from regulars.facts.engines.spark import on_spark

__all__ = ["EngineError", "EngineFacts", "on_spark"]
