"""Questionnaires in files, and those that come with Regulars."""

from regulars.facts.questionnaires.files import load_questionnaire, studies, study

__all__ = ["load_questionnaire", "studies", "study"]
