"""What is wrong with the HTML of a page, beyond what an eye or axe sees."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

REFERENCES = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
CONTROLS = {"a", "button", "select", "textarea", "summary", "label"}
# A label around its own field is meant.
WITHIN_LABEL = {"select", "textarea"}


def faults(html: str) -> list[str]:
    """A sentence for each: what the parser of the HTML standard objects to, ids that stand twice or nowhere,
    controls within controls, no language, not exactly one h1."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Any = parser.parse(html)
    found = [f"{error} {where}" for where, error, _more in parser.errors]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = Counter(element.attrib["id"] for element in elements if "id" in element.attrib)
    found += [f"twice: id {name}" for name, count in ids.items() if count > 1]
    for element in elements:
        for name in REFERENCES:
            missing = set(element.attrib.get(name, "").split()) - ids.keys()
            found += [f"{element.tag} {name}: nothing has the id {one}" for one in sorted(missing)]
        if re.search(r"\.\d{4}", element.attrib.get("datetime", "")):
            found.append("datetime: the standard knows milliseconds at most")
    found += [f"{inner} within {outer}" for outer, inner in nested(root)]
    if not root.attrib.get("lang"):
        found.append("no lang")
    if (count := sum(element.tag == "h1" for element in elements)) != 1:
        found.append(f"{count} h1")
    return found


def nested(element: Element, outer: str = "") -> Iterator[tuple[str, str]]:
    """Controls within controls, from the outside in. A list offered by a field does not count."""
    tag = str(element.tag)  # of a comment it is a function
    control = tag in CONTROLS or (tag == "input" and element.attrib.get("type") != "hidden")
    if control and outer and not (outer == "label" and (tag == "input" or tag in WITHIN_LABEL)):
        yield outer, tag
    for child in element:
        yield from nested(child, tag if control else outer)
