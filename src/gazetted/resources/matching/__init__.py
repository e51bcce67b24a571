"""Weights and tables of the comparison of names."""
