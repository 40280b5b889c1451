"""Targets and commitments: met, missed, or too early to say; and whether they can still be reached.

    commitments  the file of targets, or every bad row of it
    judging      a verdict from a published cell
    forecast     what the answers to come would have to say
    progress     a commitment by the editions there are
    phrases      both in words

Only published cells go in. A cell that is not shown gives no verdict and no forecast, so that
neither tells anything new.
"""

from .commitments import INDICES, Commitment, WrongTargets, read_targets
from .forecast import Forecast, Reach, answers_left, forecast
from .judging import Judged, TargetVerdict, judge, judged
from .progress import Progress, progress, progress_by

__all__ = [
    "INDICES",
    "Commitment",
    "Forecast",
    "Judged",
    "Progress",
    "Reach",
    "TargetVerdict",
    "WrongTargets",
    "answers_left",
    "forecast",
    "judge",
    "judged",
    "progress",
    "progress_by",
    "read_targets",
]
