"""What `gazetted validate` makes names of: customers of many cultures, and ways to spoil a listed name."""
