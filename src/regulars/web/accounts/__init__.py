"""People who work here: accounts, roles, and what each may see."""
