"""What `customer_coverage.py` draws: for each method truths, and the numbers with limits that are held against them."""
