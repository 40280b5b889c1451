"""What each application compiles while it is built, compiled once for all tests of a run.

Nearly every test of the web builds an application of its own, and a third of its time went into the
templates and addresses that are the same in all of them.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Remembered(BytecodeCache):
    """Templates as they were compiled; jinja itself sees whether their source is still the same."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def remember() -> None:
    """From now on, in this process."""
    Flask.jinja_options = {"bytecode_cache": Remembered()}
    _remember_addresses()


def _remember_addresses() -> None:
    """The function that writes an address hangs on nothing but what is in the key."""
    compile_one, kept = Rule._compile_builder, dict[Any, Callable[..., tuple[str, str]]]()

    def look_up(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = compile_one(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = look_up  # type: ignore[assignment, method-assign]
