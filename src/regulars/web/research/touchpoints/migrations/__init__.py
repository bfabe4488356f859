"""Migrations of touchpoints."""
