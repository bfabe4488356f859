"""Customers from a file: mapped, checked, previewed, brought in or up to date."""
