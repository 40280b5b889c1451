"""The only room that reads the record: read-only, and through its published views.

opening    one transaction, and what the record says of itself
rows       a week's rows, as they are counted
answers    answers with all that is known of them, to be decided jointly
comments   what citizens wrote
handling   how a week's dossiers went
joint      all answers of a week, with what an edition counts them by
matters    matters left for follow-up, as they are counted
trust      the optional question of trust
catalogue  what things are called and belong to
"""

from .answers import KEYS, answers_of, left_out_of
from .catalogue import Name, field_of_procedure, names
from .comments import comments_of_unit, comments_of_week
from .handling import handling_of_week
from .joint import joint_of
from .matters import petitions_of_week
from .opening import changes_by_day, changes_in_all, demonstration, reading, record_id
from .rows import ratings_of_week, responses_of_week, services_of_week, ties_of_week
from .trust import trust_of

__all__ = [
    "KEYS",
    "Name",
    "answers_of",
    "changes_by_day",
    "changes_in_all",
    "comments_of_unit",
    "comments_of_week",
    "demonstration",
    "field_of_procedure",
    "handling_of_week",
    "joint_of",
    "left_out_of",
    "names",
    "petitions_of_week",
    "ratings_of_week",
    "reading",
    "record_id",
    "responses_of_week",
    "services_of_week",
    "ties_of_week",
    "trust_of",
]
