"""Our own checks beside schemathesis's: what its schema of lists cannot say.

A list is answered item by item, with status 200 for the whole, so a list with a wrong item is not
refused; a single wrong object is.
"""

from typing import Any

import schemathesis
from schemathesis.core.parameters import ParameterLocation


@schemathesis.check  # type: ignore[untyped-decorator]
def each_item_is_answered(ctx: Any, response: Any, case: Any) -> None:
    """As many answers as items, and a refused one says why."""
    if response.status_code != 200 or not isinstance(case.body, list):
        return
    answers = response.json()
    assert len(answers) == len(case.body), f"{len(case.body)} items, {len(answers)} answers"
    for answer in answers:
        assert ("error" in answer) == (answer["status"] == "refused"), f"no reason: {answer}"


@schemathesis.check  # type: ignore[untyped-decorator]
def a_single_wrong_object_is_refused(ctx: Any, response: Any, case: Any) -> None:
    """Unless it is a list, what breaks the schema is never taken."""
    body = case.meta and case.meta.components.get(ParameterLocation.BODY)
    is_wrong = body is not None and body.mode.is_negative and isinstance(case.body, dict)
    if is_wrong and case.method in ("POST", "PATCH"):
        assert response.status_code >= 400, f"taken: {case.body}"
