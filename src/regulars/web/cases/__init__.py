"""Cases: somebody is unhappy, somebody owns it, clocks run, and the customer has the last word."""
