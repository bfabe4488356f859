"""Loyal customers who fell: who is told of it, and a case for them."""
