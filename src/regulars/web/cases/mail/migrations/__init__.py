"""How the tables of the mail of cases came to be."""
