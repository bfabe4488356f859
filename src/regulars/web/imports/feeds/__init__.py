"""Imports by the clock: a nightly file in a folder, or a query to another database; watched for being late."""
