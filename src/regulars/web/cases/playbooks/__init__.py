"""Playbooks: what to do, step by step, offered where it applies."""
