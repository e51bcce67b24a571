"""From a string to a form that can be compared. Knows no party and no list."""
