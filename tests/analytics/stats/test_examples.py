"""What the docstrings show is what happens, and every public function shows something."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

from analytics import stats

MODULES = [f"{stats.__name__}.{module.name}" for module in pkgutil.iter_modules(stats.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))

    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_a_worked_example(name: str) -> None:
    module = importlib.import_module(name)
    functions = [
        item
        for item in vars(module).values()
        if inspect.isfunction(item) and item.__module__ == name and not item.__name__.startswith("_")
    ]

    assert functions
    assert [item.__name__ for item in functions if ">>>" not in (item.__doc__ or "")] == []
