"""One module for each language whose spelling follows rules rather than a table."""
