"""Tablets: who they are, where they stand, how they speak to the server, and how they do."""
