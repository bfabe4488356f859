"""Backups of a running install, and what brings one back."""
