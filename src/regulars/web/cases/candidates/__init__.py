"""Complaints that hide in open answers: proposed by rating and words, decided by people."""
