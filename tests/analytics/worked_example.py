"""The worked example of the domain: 1,000 dossiers, 200 rated, 20 unsatisfied, 30 others failed."""

from analytics.counts import Counts

WORKED = Counts(
    satisfied=180,
    unsatisfied=20,
    services=1000,
    overdue=25,
    petitioned=9,
    failed=30,
    tied=200,
    tied_satisfied=180,
    tied_unsatisfied=20,
)
