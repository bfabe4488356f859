"""The grid of the coverage study: which truths, which sizes, and what each method's intervals do there."""
