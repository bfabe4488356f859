"""Programmes: the cycle of measuring and mending, from the plan to the next wave that shows whether it helped."""
