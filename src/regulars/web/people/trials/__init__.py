"""First the experience, then the sale: what customers try, how it was, and whether they bought it."""
