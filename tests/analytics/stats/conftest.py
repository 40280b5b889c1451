"""How long one case takes says nothing on a busy machine: no deadline for a single case."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
