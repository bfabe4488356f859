"""The command line: parse, call, print.

Figures go to standard output, words about the work to standard error, so that ``--json`` can be piped. No
number is computed here. ``main.py`` needs nothing but the base install: it says what is missing.
"""
