"""Pages that belong to no app: the entrance, the switch of language, errors."""
