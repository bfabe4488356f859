"""People to ask from a list that somebody sends in: looked at first, then asked."""
