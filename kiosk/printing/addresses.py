"""Whether the addresses in codes will do: reachable from a phone, and short enough for small print."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ..errors import N_
from ..errors.faults import Fault
from . import links

_HERE = ("127.0.0.1", "::1", "localhost")


def doubts(base_url: str, counter_ids: Iterable[str] = ()) -> Iterator[Fault]:
    """What is wrong with the links of slips and of these counters, as reasons in words."""
    if urlsplit(base_url).hostname in _HERE:
        yield Fault(
            N_("The codes carry the address {address}, which no phone can reach: set BASE_URL."),
            address=base_url,
        )
    yield from too_long(base_url, counter_ids)


def too_long(base_url: str, counter_ids: Iterable[str] = ()) -> Iterator[Fault]:
    """The doubts about length alone."""
    receipt = links.receipt_length(base_url)
    if receipt > links.LONGEST:
        yield Fault(
            N_(
                "The links on slips have {given} characters, more than {limit}: their codes become "
                "too fine for small print. Shorten BASE_URL to at most {most} characters."
            ),
            given=receipt,
            limit=links.LONGEST,
            most=links.LONGEST - (receipt - len(base_url)),
        )
    for counter_id in counter_ids:
        given = len(links.counter_url(base_url, counter_id))
        if given > links.LONGEST:
            yield Fault(
                N_("The link of the counter {counter} has {given} characters, more than {limit}."),
                counter=counter_id,
                given=given,
                limit=links.LONGEST,
            )
