"""XMP: RDF in XML, in a packet of its own.

The packet is read as a stream: only the properties that the desk wants are kept, so neither its size nor its
depth costs memory, and of one that breaks off, or goes on for too long, what stands before that is read. A
packet with a DTD is refused as a whole, and with it all entities and all that lies elsewhere. What Adobe's
programs put into further segments of a JPEG ("extended XMP") is never read: they move only what is largest,
history and thumbnails.
"""

import codecs
import re
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from photos.reading.text import MOST_VALUES, Read, as_read

MOST_BYTES = 2_000_000
MOST_ELEMENTS = 100_000
DEEPEST = 100
CHUNK = 16_384

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NODE, ITEM, VALUE, RESOURCE = f"{RDF}Description", f"{RDF}li", f"{RDF}value", f"{RDF}resource"

NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": {
        "title": "title",
        "description": "caption",
        "creator": "creator",
        "rights": "copyright_notice",
        "subject": "keywords",
    },
    "http://ns.adobe.com/photoshop/1.0/": {
        "Headline": "headline",
        "Credit": "credit_line",
        "Source": "source",
        "DateCreated": "date_created",
        "City": "city",
        "State": "state",
        "Country": "country",
        "Instructions": "instructions",
    },
    "http://ns.adobe.com/xap/1.0/rights/": {"UsageTerms": "usage_terms"},
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": {
        "CountryCode": "country_code",
        "AltTextAccessibility": "alt_text",
    },
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": {"DigitalSourceType": "digital_source_type"},
}
PROPERTIES = {
    f"{{{namespace}}}{name}": field
    for namespace, fields in NAMESPACES.items()
    for name, field in fields.items()
}
REPEATED = frozenset({"creator", "keywords"})

UTF_32_AND_16 = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Said = tuple[str, str]  # a language and a text


def read(packet: bytes, language: str = "") -> Read:
    """The fields that are said; of a text in several languages the one asked for, else the default."""
    reader = _Reader()
    text = _text_of(packet[:MOST_BYTES])
    try:
        parser = DefusedXMLParser(target=reader, forbid_dtd=True)
        for start in range(0, len(text), CHUNK):
            parser.feed(text[start : start + CHUNK])
        parser.close()
    except (ParseError, _Enough):
        pass  # it stays with what was read so far
    except (DefusedXmlException, ValueError):
        return {}
    return {
        field: [text for _, text in said] if field in REPEATED else _chosen(said, language)
        for field, said in reader.found.items()
    }


class _Enough(Exception):
    """The packet is deeper or longer than any program writes it."""


class _Reader:
    """Gathers the properties while the packet passes, written as elements, as lists or as attributes."""

    def __init__(self) -> None:
        self.found: dict[str, list[Said]] = {}
        self._path: list[str] = []
        self._elements = 0
        self._field = ""  # the property that is being read
        self._language = ""
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        self._elements += 1
        if len(self._path) > DEEPEST or self._elements > MOST_ELEMENTS:
            raise _Enough
        self._text.clear()
        if self._is_node(self._path):
            for name, value in attributes.items():
                self._keep(PROPERTIES.get(name, ""), "", value)
        elif self._is_node(self._path[-3:-1]) and tag in PROPERTIES:
            self._field = PROPERTIES[tag]
            self._keep(self._field, "", attributes.get(RESOURCE, ""))
        if tag != VALUE:  # whose language stands at what it is the value of
            self._language = attributes.get(LANGUAGE, "")

    def data(self, text: str) -> None:
        if self._field:
            self._text.append(text)

    def end(self, tag: str) -> None:
        is_whole = self._is_node(self._path[-3:-1])
        if self._field and (is_whole or tag in (ITEM, VALUE)):
            self._keep(self._field, self._language, "".join(self._text))
        if is_whole:
            self._field = ""
        self._text.clear()
        self._path.pop()

    def close(self) -> None:
        """Expected of whatever a parser hands its events to."""

    def _is_node(self, path: list[str]) -> bool:
        return path[-2:] == [f"{RDF}RDF", NODE]

    def _keep(self, field: str, language: str, text: str) -> None:
        said = self.found.get(field, [])
        if field and len(said) < MOST_VALUES and (text := as_read(text)):
            self.found[field] = [*said, (language.lower(), text)]


def _text_of(packet: bytes) -> str:
    """The packet's XML, whatever it is encoded in, without what XML does not allow."""
    encoding = next((name for mark, name in UTF_32_AND_16 if packet.startswith(mark)), "utf-8")
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(packet)  # its end may have been cut off
    except UnicodeDecodeError:
        text = packet.decode("cp1252" if encoding == "utf-8" else encoding, "replace")
    return NOT_IN_XML.sub("", text[max(0, text.find("<")) :])


def _chosen(said: list[Said], language: str) -> str:
    """The text in that language, else in a kind of it, else the default one, else the first."""
    wanted = language.lower()

    def distance(one: Said) -> int:
        tag = one[0]
        if wanted and tag == wanted:
            return 0
        if wanted and tag.partition("-")[0] == wanted.partition("-")[0]:
            return 1
        return 2 if tag == "x-default" else 3

    return min(said, key=distance)[1]
