"""Service: visits by checklist, what they found, and what is done about it."""
