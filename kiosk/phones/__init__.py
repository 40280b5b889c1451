"""Phones: codes that are good for a moment, and how much may come from one source."""
