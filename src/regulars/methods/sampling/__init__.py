"""Sampling: how many to ask and whom, what became of them, and what each answer should weigh."""

from regulars.methods.sampling.allocation import Allocation, allocate_sample
from regulars.methods.sampling.calibrated import Calibrated
from regulars.methods.sampling.design_effect import DesignEffect, cluster_design_effect, design_effect
from regulars.methods.sampling.draw import Drawn, draw_sample
from regulars.methods.sampling.outcomes import Outcome, ResponseRates, response_rates
from regulars.methods.sampling.post_stratification import post_stratify
from regulars.methods.sampling.raking import Raked, rake
from regulars.methods.sampling.required_per_group import RequiredPerGroup, required_per_group
from regulars.methods.sampling.required_sample import RequiredSample, required_sample
from regulars.methods.sampling.survey_mean import SurveyMean, survey_mean
from regulars.methods.sampling.trimming import Trimmed, trim

__all__ = [
    "Allocation",
    "Calibrated",
    "DesignEffect",
    "Drawn",
    "Outcome",
    "Raked",
    "RequiredPerGroup",
    "RequiredSample",
    "ResponseRates",
    "SurveyMean",
    "Trimmed",
    "allocate_sample",
    "cluster_design_effect",
    "design_effect",
    "draw_sample",
    "post_stratify",
    "rake",
    "required_per_group",
    "required_sample",
    "response_rates",
    "survey_mean",
    "trim",
]
