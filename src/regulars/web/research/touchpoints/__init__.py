"""Touchpoints: the register of where customers meet the company, and the journey drawn from it."""
