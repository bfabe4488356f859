"""Targets for units and periods, and what happened on which days: what figures and trends are held against."""
