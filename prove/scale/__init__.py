"""The same questions put to two engines: facts with every awkward thing in them, the questions, the comparison."""
