"""Lists that a user keeps: a CSV file with documented columns."""
