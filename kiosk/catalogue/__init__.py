"""What is told of the administration: units, centres, counters, procedures, officers, by day."""
