"""The processes of an install: one supervisor that keeps server, worker and clock alive.

``supervisor`` runs in ``regulars up`` and knows no Django; its children are ``python -m regulars.web.server NAME``.
"""
