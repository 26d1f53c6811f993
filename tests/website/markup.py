"""A page as a tree of elements, to look at what readers get and where."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())


class Element:
    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None" = None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> list["Element"]:
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def raw_text(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    @property
    def text(self) -> str:
        """With white space as a browser collapses it."""
        return " ".join(self.raw_text.split())

    @property
    def language(self) -> str | None:
        """The language in force here."""
        return self.attributes.get("lang") or (self.parent.language if self.parent else None)

    def walk(self) -> Iterator["Element"]:
        for element in self.elements:
            yield element
            yield from element.walk()

    def all(self, tag: str, css_class: str = "", **attributes: str) -> list["Element"]:
        return [
            element
            for element in self.walk()
            if element.tag == tag
            and (not css_class or css_class in element.classes)
            and all(element.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, css_class: str = "", **attributes: str) -> "Element":
        found = self.all(tag, css_class, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} class={css_class!r} {attributes}>"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.here = self.root = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str) -> Element:
    """Fails where a tag closes another."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root


def read_page(response) -> Element:
    return read(response.content.decode())
