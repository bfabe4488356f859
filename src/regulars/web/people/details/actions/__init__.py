"""What is done with the details of a customer."""
