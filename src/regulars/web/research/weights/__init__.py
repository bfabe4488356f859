"""Weights of a wave: what each answer counts for, so that those who answered look like the population."""
