"""Policies: what the company holds to when it settles a case; each version stays as it was."""
