"""What customers are worth today: concentration and RFM."""

from regulars.methods.value.concentration import Concentration, concentration
from regulars.methods.value.rfm import Rfm, Segment, rfm

__all__ = ["Concentration", "Rfm", "Segment", "concentration", "rfm"]
