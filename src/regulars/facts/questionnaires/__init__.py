"""Questionnaires in files, and those that come with Regulars."""

from regulars.facts.questionnaires.files import checklists, load_plan, load_questionnaire, studies, study
from regulars.facts.questionnaires.registers import registers

__all__ = ["checklists", "load_plan", "load_questionnaire", "registers", "studies", "study"]
