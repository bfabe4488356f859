"""Imports by the page: a file comes in, is looked at, goes into the facts by a job, and is deleted."""
