"""One question on the company's own website: a page for a frame, and a quiet button that opens it."""
