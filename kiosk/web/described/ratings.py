"""The citizens' part of the API."""

from ...catalogue.lookup import Procedure
from ...errors import N_
from ...formats.openapi import Operation, Parameter
from ...formats.schemas import refused_item, type_schema
from ...ratings.submissions import Receipt
from .. import api
from . import refusals

RATINGS = N_("Ratings")
A_RATING = {
    "rating_id": "5f1c3a90d2b84e67a1f0c9d8e7b65432",
    "counter_id": "H44.5-1",
    "satisfied": True,
    "channel": "phone",
}
A_DETAIL = {"rating_id": A_RATING["rating_id"], "procedure_id": "1.001193", "topics": ["time"]}


def operations(most: int) -> dict[str, Operation]:
    """By endpoint; most: items in one request."""
    return {
        "api.post_ratings": Operation(
            RATINGS,
            N_("Store one rating, or a list of them"),
            type_schema(Receipt),
            (api.RATING_SHAPE, api.RECEIPT_SHAPE),
            most,
            refused_item("rating_id"),
            refusals.RATED,
            example=A_RATING,
        ),
        "api.post_details": Operation(
            RATINGS,
            N_("Attach procedure, topics, trust or a comment to ratings that are stored"),
            type_schema(Receipt),
            (api.DETAIL_SHAPE,),
            most,
            refused_item("rating_id"),
            refusals.DETAILED,
            example=A_DETAIL,
        ),
        "api.get_procedures": Operation(
            RATINGS,
            N_("Find procedures by words of their names"),
            type_schema(list[Procedure]),
            errors=refusals.ALWAYS,
            parameters=(Parameter("q", "query", N_("Words of the name, with or without diacritics.")),),
        ),
    }
