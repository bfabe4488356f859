"""The page of the four indicators over time, across all surveys and the purchases."""
