"""Asking after something happened: kinds of events, how they come in, and who is asked about them when."""
