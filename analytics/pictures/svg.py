"""SVG from matplotlib, made fit to be read aloud and to stand inside a page.

A strict content security policy blocks `style` attributes, and an inlined picture shares the
page's ids and colours: so styles become presentation attributes, ids get a prefix, and black
becomes the page's own ink.
"""

import re
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_INK = {"#000000", "#000", "black"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_CLASS = "hl-"  # ids given by the drawing, several of a kind: they become classes


def with_text_alternative(svg: bytes, title: str, description: str) -> bytes:
    """The same file with a title and a description, announced as one picture."""
    root = _parse(svg)
    for element in root.iter():
        if element.get("id", "").startswith(_CLASS):
            element.set("class", element.attrib.pop("id"))
    _describe(root, title, description)
    svg_bytes: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return svg_bytes


def inline(svg: bytes, prefix: str) -> str:
    """A file of `with_text_alternative` as an element for a page under a strict policy.

    prefix: begins every id, and differs between the pictures of a page. What the drawing
    named hl-something has that class, for a stylesheet to colour.
    """
    root = _parse(svg)
    _drop(root)
    for element in root.iter():
        _present(element)
        _rename(element, prefix)
    for mark in root.iterfind(f".//{{{SVG}}}defs/{{{SVG}}}path"):
        for colour in ("fill", "stroke"):  # each use of a mark brings its own
            mark.attrib.pop(colour, None)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("stroke-linejoin", "round")
    return ET.tostring(root, encoding="unicode")


def _parse(svg: bytes) -> ET.Element:
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.fromstring(svg)  # noqa: S314 (our own drawing, made a moment ago)


def _describe(root: ET.Element, title: str, description: str) -> None:
    for position, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": tag})
        element.text = text
        root.insert(position, element)
    root.set("role", "img")
    root.set("aria-labelledby", "title desc")


def _drop(root: ET.Element) -> None:
    """Take out what a page may not hold: style sheets, metadata, the white background."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}style", f"{{{SVG}}}metadata") or child.get("id") == "patch_1":
                parent.remove(child)


def _present(element: ET.Element) -> None:
    """Styles become attributes; the ink and the font become the page's."""
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name and name != "font-family":
            element.set(name, "currentColor" if value in _INK else value.removesuffix("px"))
    if element.tag == f"{{{SVG}}}text" and "fill" not in element.attrib:
        element.set("fill", "currentColor")


def _rename(element: ET.Element, prefix: str) -> None:
    for attribute, value in element.attrib.items():
        if attribute == "id":
            element.set(attribute, prefix + value)
        elif attribute == f"{{{XLINK}}}href":
            element.set(attribute, value.replace("#", f"#{prefix}"))
        elif attribute == "aria-labelledby":
            element.set(attribute, " ".join(prefix + part for part in value.split()))
        else:
            element.set(attribute, _REFERENCE.sub(rf"url(#{prefix}\1)", value))
