"""What goes on at counters: when a centre is open, who sits where, and what happened there."""
