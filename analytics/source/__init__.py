"""The only room that reads the record: read-only, and through its published views.

opening    one transaction, and what the record says of itself
rows       a week's rows, as they are counted
comments   what citizens wrote
handling   how a week's dossiers went
joint      all answers of a week, with what an edition counts them by
matters    matters left for follow-up, as they are counted
trust      the optional question of trust
catalogue  what things are called and belong to
"""

from .catalogue import Name, field_of_procedure, names
from .comments import comments_of_unit, comments_of_week, seal_of_comments
from .handling import handling_of_week
from .joint import joint_of
from .matters import petitions_of_week
from .opening import changes_by_day, changes_in_all, demonstration, reading, record_id
from .rows import ratings_of_week, responses_of_week, services_of_week, ties_of_week
from .trust import trust_of

__all__ = [
    "Name",
    "changes_by_day",
    "changes_in_all",
    "comments_of_unit",
    "comments_of_week",
    "demonstration",
    "field_of_procedure",
    "handling_of_week",
    "joint_of",
    "names",
    "petitions_of_week",
    "ratings_of_week",
    "reading",
    "record_id",
    "responses_of_week",
    "seal_of_comments",
    "services_of_week",
    "ties_of_week",
    "trust_of",
]
