"""What citizens can name with their answer, by element."""

ELEMENTS = ("access", "procedures", "officials", "results", "feedback")  # as SIPAS lays them out
