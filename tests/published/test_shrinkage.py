"""The beta-binomial against a fit in print."""

import pytest
from scipy.stats import betabinom

from analytics.stats.beta_binomial import BetaPrior, fit_prior
from analytics.stats.shrinkage import shrink

# Boys among the first 12 children of 6,115 families in Saxony (Geissler 1889), as in Sokal and
# Rohlf (1969), Biometry, and Lindsey and Altham (1998), JRSS C 47:149-157.
FAMILIES = [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]


def test_the_families_of_saxony_have_the_published_prior() -> None:
    units = [(boys, 12) for boys, families in enumerate(FAMILIES) for _ in range(families)]

    prior = fit_prior(units)

    # Maximum likelihood as printed by Wikipedia, "Beta-binomial distribution": a 34.09558,
    # b 31.5715, log-likelihood -12492.9. The top is flat: the fourth digit moves it by 1e-6.
    assert isinstance(prior, BetaPrior)
    assert prior.a == pytest.approx(34.09558, rel=5e-4)
    assert prior.b == pytest.approx(31.5715, rel=5e-4)
    log_likelihood = sum(
        families * betabinom.logpmf(boys, 12, prior.a, prior.b) for boys, families in enumerate(FAMILIES)
    )
    assert log_likelihood == pytest.approx(-12492.9, abs=0.05)


def test_five_of_five_and_forty_eight_of_fifty_under_a_prior_of_twenty_ratings() -> None:
    prior = BetaPrior(18, 2)

    assert round(shrink(5, 5, prior).rate, 4) == 0.9200
    assert round(shrink(48, 50, prior).rate, 6) == 0.942857
