"""A company with a million customers: made up, brought in by the commands, asked by its pages."""
