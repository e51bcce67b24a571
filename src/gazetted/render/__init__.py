"""What answers look like: results in, text for a terminal or a page out. Nothing here asks the record."""
