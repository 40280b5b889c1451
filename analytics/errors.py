"""What can go wrong between the record and a figure; each message is one line for an operator."""


class AnalyticsError(Exception):
    """Base of all; its text says what is wrong and what to do."""


class RecordUnavailable(AnalyticsError):
    """The record is absent or cannot be read."""


class KeyUnusable(AnalyticsError):
    """A file is locked, and its key is missing or another one."""


class ContractBroken(AnalyticsError):
    """The record does not offer the views and columns relied on."""


class FiguresUnavailable(AnalyticsError):
    """There are no derived figures, or the file given is something else."""


class WrongPeriod(AnalyticsError):
    """The text is no week, month, quarter or year."""


class WrongWeek(WrongPeriod):
    """The text is not an ISO week."""


class UnknownKey(AnalyticsError):
    """Nothing in the catalogue or in the figures bears this key."""


class WrongFile(AnalyticsError):
    """A file of published counts is not laid out as expected."""


class EmptyBase(AnalyticsError, ValueError):
    """A share of nothing was asked for."""


class WrongSetting(AnalyticsError):
    """What is set for sending reports is missing or cannot work."""


class NotSent(AnalyticsError):
    """A mail server did not take letters; the text says which were sent before, if any."""
