"""Familiar contacts: what hangs on the member of staff whom customers know."""
