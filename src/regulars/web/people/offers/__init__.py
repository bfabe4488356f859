"""What a customer may want next, shown to staff with its reason; what that moved; whom to care for this week."""
