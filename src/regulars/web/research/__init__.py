"""Questionnaires, studies, links and the responses to them."""
