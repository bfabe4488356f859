"""The company: its settings, its units, its calendars and rates."""
