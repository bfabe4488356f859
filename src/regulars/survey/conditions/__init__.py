"""One typed language of conditions: who sees a question, which segment somebody is in, when a rule fires.

As a person writes it::

    overall <= 2 and reason in {repair, complaint} and not contact
    day >= today - 90 days and (unit = lakeside or comment contains "breakfast")

A condition is read against a vocabulary (which names there are, and of which kind), so that a slip of the pen or a
question that is gone is told where it stands. It then holds or does not hold, nothing between: a comparison with
what was not answered does not hold. So ``reason != repair`` asks for an answer, and ``not reason = repair`` does not.

The same condition is a function in Python (:func:`holds`), a WHERE clause with bound parameters (:func:`where`), an
expression of Ibis (``regulars.facts.conditions``) and a sentence in the reader's language (:func:`in_words`).
"""

from regulars.survey.conditions.decided import decided
from regulars.survey.conditions.errors import ConditionError
from regulars.survey.conditions.evaluate import holds
from regulars.survey.conditions.parse import read_condition
from regulars.survey.conditions.sentence import in_words
from regulars.survey.conditions.sql import Dialect, Where, where
from regulars.survey.conditions.terms import Condition, names_in, written
from regulars.survey.conditions.vocabulary import Kind, Known, Vocabulary, vocabulary_of

__all__ = [
    "Condition",
    "ConditionError",
    "Dialect",
    "Kind",
    "Known",
    "Vocabulary",
    "Where",
    "decided",
    "holds",
    "in_words",
    "names_in",
    "read_condition",
    "vocabulary_of",
    "where",
    "written",
]
