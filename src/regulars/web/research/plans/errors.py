"""Errors of plans.

::

    RegularsError
    └── PlanError
        ├── PlanNameError      another plan has this name
        ├── SignedError        it is signed, so it does not change
        ├── NotSignedError     it is carried out once it is signed
        ├── PlanChangedError   somebody changed it meanwhile
        └── PlanPrivacyError   its questionnaire promises more
"""

from __future__ import annotations

from regulars.language import RegularsError


class PlanError(RegularsError):
    """Something that cannot be done with a plan."""


class PlanNameError(PlanError):
    """Another plan has this name."""


class SignedError(PlanError):
    """It is signed, so it does not change."""


class NotSignedError(PlanError):
    """It is carried out once it is signed."""


class PlanChangedError(PlanError):
    """Somebody changed the plan after it was opened; nothing is overwritten, or signed, unseen."""


class PlanPrivacyError(PlanError):
    """It promises less privacy than its questionnaire."""
