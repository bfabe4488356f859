"""Errors of research.

::

    RegularsError
    └── ResearchError
        ├── NameTakenError          another survey has this name
        ├── NothingNewError         the draft is what is already published
        ├── NotPublishedError       a study is to be opened, and its questionnaire has no version
        ├── PrivacyError            less privacy than was promised
        ├── StateError              not from this state
        ├── TextsFileError          a translator's file that cannot be read
        ├── ChangedMeanwhileError   somebody else changed the draft after it was opened
    └── InboxError              a tag, a reason or a purpose that is missing or too long
"""

from __future__ import annotations

from regulars.language import RegularsError


class ResearchError(RegularsError):
    """Something that research does not do."""


class NameTakenError(ResearchError):
    """Another survey has this name."""


class NothingNewError(ResearchError):
    """The draft is what is already published."""


class NotPublishedError(ResearchError):
    """There is no version to ask."""


class PrivacyError(ResearchError):
    """Less privacy than was promised."""


class StateError(ResearchError):
    """The study is not in a state for that."""


class ChangedMeanwhileError(ResearchError):
    """Somebody else changed the draft after it was opened; nothing is overwritten in silence."""


class InboxError(ResearchError):
    """A tag, a reason or a purpose that is missing or too long."""


class TextsFileError(ResearchError):
    """A translator's file that cannot be read."""
