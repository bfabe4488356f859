"""Migrations of service."""
