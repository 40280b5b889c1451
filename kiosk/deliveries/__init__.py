"""What tablets deliver: each entry is taken exactly once, or kept aside for review."""
