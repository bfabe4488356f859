"""Questionnaires in files, and those that come with Regulars."""

from regulars.facts.questionnaires.files import checklists, load_questionnaire, studies, study

__all__ = ["checklists", "load_questionnaire", "studies", "study"]
