"""Static pages over the same results as the report."""
