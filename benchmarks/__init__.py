"""What is fast, as ratios against named peers within one run, and what intervals cover."""
