"""Customers who are one and the same: found, put together, and apart again."""
