"""Working with cases: my day, the board, the calendar, the load, many cases at once, the digest."""
