"""What customers are worth: concentration, RFM, tiers, profit, who pays for whom, and what is still to be had."""

from regulars.methods.value.concentration import Concentration, concentration
from regulars.methods.value.cross_subsidy import CrossSubsidy, cross_subsidy
from regulars.methods.value.headroom import Headroom, headroom
from regulars.methods.value.output_input import OutputInputRatio, output_input_ratio
from regulars.methods.value.referrals import Referrals, referrals
from regulars.methods.value.rfm import Rfm, Segment, rfm
from regulars.methods.value.share_of_wallet import ShareOfWallet, share_of_wallet
from regulars.methods.value.tiers import Tiers, tiers
from regulars.methods.value.whale_curve import WhaleCurve, whale_curve

__all__ = [
    "Concentration",
    "CrossSubsidy",
    "Headroom",
    "OutputInputRatio",
    "Referrals",
    "Rfm",
    "Segment",
    "ShareOfWallet",
    "Tiers",
    "WhaleCurve",
    "concentration",
    "cross_subsidy",
    "headroom",
    "output_input_ratio",
    "referrals",
    "rfm",
    "share_of_wallet",
    "tiers",
    "whale_curve",
]
