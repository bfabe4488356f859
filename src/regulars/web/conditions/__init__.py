"""The editor of conditions: rows of “question – is at most – value”, for questions, segments, quotas and rules alike.

A page puts ``shown(...)`` into its context, includes ``pages/parts/condition.html`` in its form, hands the buttons of
that part (``PRESSES``) to ``pressed(...)``, and reads the condition with ``read(...)``. All fields begin with a stem.
"""

from regulars.web.conditions.form import PRESSES, pressed, read, shown, write

__all__ = ["PRESSES", "pressed", "read", "shown", "write"]
