"""Documents held against the record."""
