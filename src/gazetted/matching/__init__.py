"""Comparison of names, and the candidates worth comparing. Knows no storage."""
