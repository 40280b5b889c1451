"""Made-up officers of one province: their desks differ, and so may they."""

from collections.abc import Mapping

import numpy as np

RATES = {"copies": 0.97, "birth": 0.93, "residence": 0.88, "business": 0.82, "land": 0.68, "build": 0.6}
Counts = dict[tuple[str, str], tuple[int, int]]


def officers(
    rng: np.random.Generator, number: int, n: int = 150, drops: Mapping[int, float] | None = None
) -> Counts:
    """Each with a mix of procedures of its own; `drops` makes some worse, in every procedure."""
    counts: Counts = {}
    for at in range(number):
        mix = rng.dirichlet(np.full(len(RATES), 0.5))
        bases = rng.multinomial(n, mix)
        for (procedure, rate), base in zip(RATES.items(), bases, strict=True):
            share = rate - (drops or {}).get(at, 0.0)
            if base:
                counts[f"{at:03d}", procedure] = (int(rng.binomial(base, share)), int(base))
    return counts
