"""How each address of the API may refuse: the errors, as the description lists them."""

from ...errors import (
    BadRequest,
    BodyTooLarge,
    Busy,
    DetailConflict,
    DuplicateKey,
    EmptyBody,
    KioskError,
    LengthRequired,
    MethodNotAllowed,
    MissingField,
    NoItems,
    NotAnObject,
    NotFinite,
    NotJson,
    PageNotFound,
    RatingConflict,
    RetiredProcedure,
    ServiceAnswered,
    TextTooLong,
    TooDeep,
    TooMany,
    TooManyItems,
    Unexpected,
    UnknownCounter,
    UnknownField,
    UnknownProcedure,
    UnknownRating,
    UnknownReason,
    UnsafeText,
    WrongAge,
    WrongChoice,
    WrongHost,
    WrongId,
    WrongMediaType,
    WrongType,
)
from ...errors.links import UnknownLink, UnusableReceipt
from ...errors.services import (
    FaultyService,
    NoDueDay,
    NoSuchFigures,
    NoSuchService,
    NotCorrectable,
    OverdueContradicted,
    ScopeMissing,
    ServiceConflict,
    ServiceForgotten,
    WrongSystemKey,
)
from ...errors.tablets import (
    NotPaired,
    TooManyKeys,
    UnknownCode,
    UnknownDevice,
    WrongKey,
    WrongProof,
    WrongSignature,
)

Errors = tuple[type[KioskError], ...]

ALWAYS: Errors = (BadRequest, WrongHost, PageNotFound, MethodNotAllowed, Unexpected, Busy)
BODY: Errors = (
    *ALWAYS, EmptyBody, BodyTooLarge, LengthRequired, WrongMediaType, NotJson, DuplicateKey, NotFinite,
    TooDeep, NotAnObject, UnknownField, MissingField, WrongType, TextTooLong, UnsafeText, WrongChoice,
)  # fmt: skip
MANY: Errors = (*BODY, NoItems, TooManyItems)
KEY: Errors = (WrongSystemKey, ScopeMissing)
SIGNED: Errors = (*BODY, UnknownDevice, WrongSignature)
RATED: Errors = (
    *MANY, TooMany, WrongId, WrongAge, UnknownCounter, UnknownProcedure, RetiredProcedure, NotPaired,
    RatingConflict, ServiceAnswered, UnknownLink, UnusableReceipt,
)  # fmt: skip
DETAILED: Errors = (
    *MANY, TooMany, WrongId, UnknownRating, UnknownProcedure, RetiredProcedure, UnknownReason,
    DetailConflict, NotPaired,
)  # fmt: skip
LISTED: Errors = (*ALWAYS, *KEY, WrongChoice)
READ: Errors = (*ALWAYS, *KEY, NoSuchFigures)
ANNOUNCED: Errors = (*MANY, *KEY, FaultyService, ServiceConflict, ServiceForgotten)
ASKED: Errors = (*ALWAYS, *KEY, NoSuchService)
CORRECTED: Errors = (
    *BODY, *KEY, NoSuchService, FaultyService, NotCorrectable, OverdueContradicted, NoDueDay,
)  # fmt: skip
PAIRED: Errors = (*BODY, UnknownCode, WrongKey, WrongProof)
REKEYED: Errors = (*SIGNED, WrongKey, WrongProof, NotPaired, TooManyKeys)
