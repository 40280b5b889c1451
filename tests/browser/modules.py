"""The pages' modules, taken by themselves in the browser that runs them."""

from typing import Any

from playwright.sync_api import Page


def run(page: Page, module: str, body: str, *given: Any) -> Any:
    """What `body` gives, with the module as `m` and the values as `given`."""
    source = f"async (given) => {{ const m = await import('/static/js/{module}.js'); {body} }}"
    return page.evaluate(source, list(given))
