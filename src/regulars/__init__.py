"""Regulars (回头客): customer satisfaction and loyalty, measured, explained and acted on.

The house has floors; each imports only from the floors below it (``tests/test_floors.py``)::

    cli/         commands: parse, call, print
    documents/   a report -> terminal, JSON, HTML, PDF, XLSX
    charts/      a table of a report -> a chart specification
    insights/    a manager's questions: reads facts, calls methods, returns one report each
    simulate/    a company with known truth, for the demo, the tests and the scale runs
    facts/       what happened, in columns; and the engine that imports it
    survey/      a questionnaire as plain data: items, scales, mappings
    methods/     the science: columns in, frozen results out
    language/    message + values -> a sentence in a language
"""
