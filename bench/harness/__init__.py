"""What all bench scripts share: peers in their own environments, alternating runs, result pages."""
