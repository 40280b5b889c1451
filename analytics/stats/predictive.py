"""What is to come, given what was seen: how many of the next ratings will be satisfied."""

import numpy as np

from .binomial import CountDistribution


def beta_binomial(n: int, a: float, b: float) -> CountDistribution:
    """How many of n ratings to come are satisfied, if the true share is known as Beta(a, b) only.

    After s satisfied of m and a prior Beta(p, q), the share is known as Beta(p + s, q + m - s).

    Args:
        n: ratings to come, n >= 0; of none, none are satisfied for certain.
        a, b: parameters of what is known of the share, both above 0.

    Returns:
        CountDistribution over all counts from 0 to n: time and memory grow with n.

    Raises:
        ValueError: n, a or b is outside its range.

    Masses follow from their neighbours, mass(k + 1) / mass(k) = (n - k) / (k + 1) * (k + a) /
    (n - k - 1 + b), and are scaled to add up to 1: no gamma function is needed.
    Source: Skellam (1948), JRSS B 10:257-261; as a prediction Gelman and others (2013), Bayesian
    Data Analysis, 3rd ed., section 2.4.

    Of nothing known, each count is as likely: Laplace's rule.

    >>> [round(beta_binomial(3, 1, 1).mass(count), 6) for count in range(4)]
    [0.25, 0.25, 0.25, 0.25]
    """
    if n < 0 or not (a > 0 and b > 0):
        raise ValueError(f"{n} ratings to come with Beta({a}, {b}) are impossible")
    counts = np.arange(n, dtype=np.float64)
    steps = np.log((n - counts) / (counts + 1)) + np.log((counts + a) / (n - counts - 1 + b))
    logs = np.concatenate([[0.0], steps.cumsum()])
    masses = np.exp(logs - logs.max())
    return CountDistribution(0, masses / masses.sum())
