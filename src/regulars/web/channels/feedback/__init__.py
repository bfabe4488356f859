"""The form that is always open: praise, complaints, ideas and questions, whoever brings them and whenever."""
