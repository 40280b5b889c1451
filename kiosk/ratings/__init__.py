"""A rating from its arrival to its row: what it is, whose it is, and whether it counts."""
