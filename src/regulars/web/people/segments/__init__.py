"""Segments: groups of customers by a condition over what the company knows of them.

:func:`matching` gives the customers, :func:`count_of` how many, :func:`vocabulary` the words a condition may use and
:func:`warned` what to think of before such a group is used.
"""

from regulars.web.people.segments.fields import vocabulary
from regulars.web.people.segments.finding import count_of, matching, of_scores, sentence_of
from regulars.web.people.segments.warning import warned

__all__ = ["count_of", "matching", "of_scores", "sentence_of", "vocabulary", "warned"]
