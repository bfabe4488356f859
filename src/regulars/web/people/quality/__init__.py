"""How good the records of customers are: checked, counted, listed, repaired, and each repair undone again."""
