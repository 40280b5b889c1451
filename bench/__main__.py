"""`python -m bench` prints figures, `python -m bench refreshing hiding` those of two rooms alone.

The rooms are ROOMS; the figures are copied to docs/benchmarks.md.
"""

import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from . import machine

ROOMS = (
    "recording",
    "explaining",
    "refreshing",
    "hiding",
    "drawing",
    "dashboard",
    "reporting",
    "tablet",
    "fraud",
)


def main() -> None:
    """Run the named rooms, or all of them, on the disk of the working folder."""
    wanted = sys.argv[1:] or list(ROOMS)
    unknown = set(wanted) - set(ROOMS)
    if unknown:
        sys.exit(f"bench: {', '.join(unknown)}? there are: {', '.join(ROOMS)}")
    if "recording" in wanted and not (shutil.which("wrk") and shutil.which("cc")):
        sys.exit("bench: recording needs wrk and a C compiler (Debian: apt-get install wrk gcc)")
    print(machine.describe())
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        for name in wanted:
            import_module(f".{name}", __package__).run(Path(folder))


main()
