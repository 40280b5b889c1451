"""Checks of the running server by tools that live in environments of their own."""
