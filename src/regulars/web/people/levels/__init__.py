"""Service by tier: what each level of customers is promised, whom it is due to, and whether it was kept."""
