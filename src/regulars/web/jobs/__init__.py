"""Long work outside the page, and work by the clock: ``registry`` names it, ``starting`` hands it to the worker."""
