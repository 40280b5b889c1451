"""Matters that citizens leave to be followed up, and what became of them."""
