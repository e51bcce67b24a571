"""Names held against the record."""
