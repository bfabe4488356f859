"""Scores of everybody on their way from the facts into the list of customers, a million as well as a hundred."""
