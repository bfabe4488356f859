"""A manager's questions: each reads facts, calls methods and returns one report object.

The one place where meaning is made. Page, PDF, command line, API and notebook show the same object.
"""
