"""How the relationship with each customer goes: built, kept, deepened, broken, repaired; with the day of each step."""
