"""Posters and table cards: a study's address as a code to scan, to print for each unit and place."""
