"""Options of a case: what can be done for the customer, what it costs, what it keeps, and who may give it."""
