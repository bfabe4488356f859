"""The editor of a draft: what each kind of block asks of its author, and how what was typed becomes plain data."""
