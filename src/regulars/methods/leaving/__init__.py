"""Leaving: how long customers stay, who will leave, what it costs, and who comes back."""

from regulars.methods.leaving.churn_risk import ChurnRisk, churn_risk
from regulars.methods.leaving.discrete_hazard import DiscreteHazard, discrete_hazard
from regulars.methods.leaving.hidden_complaints import HiddenComplaints, hidden_complaints
from regulars.methods.leaving.purchase_rhythm import PurchaseRhythm, purchase_rhythm
from regulars.methods.leaving.retention_whatif import RetentionWhatIf, retention_whatif
from regulars.methods.leaving.staff_departure import StaffDeparture, staff_departure_exposure
from regulars.methods.leaving.survival import Survival, survival
from regulars.methods.leaving.uplift import Uplift, uplift
from regulars.methods.leaving.win_back import WinBack, win_back

__all__ = [
    "ChurnRisk",
    "DiscreteHazard",
    "HiddenComplaints",
    "PurchaseRhythm",
    "RetentionWhatIf",
    "StaffDeparture",
    "Survival",
    "Uplift",
    "WinBack",
    "churn_risk",
    "discrete_hazard",
    "hidden_complaints",
    "purchase_rhythm",
    "retention_whatif",
    "staff_departure_exposure",
    "survival",
    "uplift",
    "win_back",
]
