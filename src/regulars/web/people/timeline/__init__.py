"""Everything that is known to have happened with one customer, in one row: each app tells what it knows."""
