import ast
from pathlib import Path

import pytest

OWN = (
    "beside",
    "comparing",
    "findings",
    "formulas",
    "handled",
    "published",
    "showing",
    "sums",
    "truths",
)


@pytest.mark.parametrize("name", OWN)
def test_what_recomputes_uses_nothing_of_the_program(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text("utf-8"))
    imported = {
        module
        for node in ast.walk(tree)
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [f"{'.' * node.level}{node.module}"]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    standard = {"sqlcipher3", "dataclasses", "collections.abc", "datetime", "pathlib", "typing"}
    standard |= {"decimal", "fractions", "collections", "hashlib", "json", "math"}

    assert imported <= standard | {f".{name}" for name in OWN}
