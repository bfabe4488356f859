"""People: customers and organisations, what the company knows of them, and how they are scored."""
