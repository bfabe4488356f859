"""REST for programs of the company: tokens, resources, problems in both languages, and a document that is true."""
