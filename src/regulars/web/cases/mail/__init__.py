"""Mail of cases: what customers write, and what is written to them."""
