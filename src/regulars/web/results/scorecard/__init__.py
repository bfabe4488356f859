"""Does the programme work? Scorecard, signals of both sides, core problems, what goes together."""
