"""What a company knows of a customer beside the name: further addresses, fields of its own, notes, files."""
