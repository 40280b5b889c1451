"""A page client: Flask's test client that audits every page a test opens."""

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

SCRIPT_ATTRIBUTE = re.compile(r"^(on[a-z]+|style)$")
NEEDS_LABEL = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button"}


class Page:
    """A page's tree, and what a test asks of it."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.html = html
        self.tree: Element = parser.parse(html)

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def lang(self) -> str:
        return self.tree.get("lang", "")

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag with these attributes, in the order of the page."""
        return [
            element
            for element in self.tree.iter(tag)
            if all(element.get(name) == value for name, value in attributes.items())
        ]

    def text(self, tag: str, **attributes: str) -> str:
        """The words of the only such element."""
        (element,) = self.all(tag, **attributes)
        return words_of(element)

    def open_sections(self) -> list[Element]:
        """The screens that are not hidden."""
        return [section for section in self.all("section") if section.get("hidden") is None]

    def hidden_value(self, name: str) -> str:
        """The value that every form of the open screen carries under this name."""
        values = {
            field.get("value", "")
            for section in self.open_sections()
            for field in section.iter("input")
            if field.get("name") == name
        }
        (value,) = values
        return value


class PageClient:
    """Opens pages; each HTML page that comes back has passed the audit."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()

    def get(self, address: str, status: int = 200, **options: Any) -> Page:
        return self._page(self.http.get(address, **options), status)

    def post(self, address: str, data: dict[str, str], status: int = 200, **options: Any) -> Page:
        return self._page(self.http.post(address, data=data, **options), status)

    @staticmethod
    def _page(response: TestResponse, status: int) -> Page:
        assert response.status_code == status, response.text
        page = Page(response.text)
        assert list(problems(page)) == []
        return page


def problems(page: Page) -> list[str]:
    """What is wrong with a page, in words; html5lib has already refused what is not HTML."""
    found = []
    if not page.title.strip():
        found.append("no title")
    if page.lang not in ("vi", "en"):
        found.append(f"lang is {page.lang!r}")
    headings = shown(page.tree, "h1")
    if len(headings) != 1:
        found.append(f"{len(headings)} visible h1")
    ids = Counter(element.get("id") for element in page.tree.iter() if element.get("id"))
    found += [f"id {name!r} stands {n} times" for name, n in ids.items() if n > 1]
    found += _inline(page.tree)
    found += _unlabelled(page.tree)
    return found


def words_of(element: Element) -> str:
    """An element's text with single spaces."""
    return " ".join("".join(element.itertext()).split())


def shown(element: Element, tag: str) -> list[Element]:
    """The elements of a tag that are not inside anything hidden."""
    if element.get("hidden") is not None:
        return []
    below = [found for child in element for found in shown(child, tag)]
    return [element, *below] if element.tag == tag else below


def _inline(tree: Element) -> list[str]:
    found = [
        f"inline <{tag}>"
        for tag in ("script", "style")
        for e in tree.iter(tag)
        if (e.text or "").strip()
    ]
    for element in tree.iter():
        found += [f"{element.tag} has {name}" for name in element.attrib if SCRIPT_ATTRIBUTE.match(name)]
        for name in ("href", "src", "action"):
            address = element.get(name, "")
            if re.match(r"^([a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE):
                found.append(f"{element.tag} leads outside: {address}")
    return found


def _unlabelled(tree: Element) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    return [
        f"{element.tag} {element.get('name')!r} has no label"
        for element in tree.iter()
        if element.tag in NEEDS_LABEL
        and element.get("type") not in UNLABELLED
        and element.get("id") not in labelled
        and not element.get("aria-label")
    ]
