"""Fieldwork: who is asked, by what, how often, and how far it has come."""
