"""IPTC's codes for where a picture comes from, and which of them tell of a machine.

The vocabulary is http://cv.iptc.org/newscodes/digitalsourcetype/ (as of October 2024, CC BY 4.0), its retired
codes too: old files hold them.
"""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 60


@dataclass(frozen=True)
class SourceType:
    """`machine` is what a machine has done that readers should be told of; "" where that is nothing."""

    name: str | Promise
    machine: Literal["", "made", "altered"] = ""
    is_retired: bool = False


DIGITAL_SOURCE_TYPES: dict[str, SourceType] = {
    "digitalCapture": SourceType(_("Taken by a camera")),
    "computationalCapture": SourceType(_("Merged by the camera from several shots")),
    "negativeFilm": SourceType(_("Scanned from a negative")),
    "positiveFilm": SourceType(_("Scanned from a slide")),
    "print": SourceType(_("Scanned from a print")),
    "screenCapture": SourceType(_("Taken from a screen")),
    "humanEdits": SourceType(_("Edited by a person")),
    "minorHumanEdits": SourceType(_("Edited a little by a person"), is_retired=True),
    "digitalCreation": SourceType(_("Made by a person with a program")),
    "digitalArt": SourceType(_("Digital art"), is_retired=True),
    "dataDrivenMedia": SourceType(_("Drawn from data")),
    "composite": SourceType(_("Put together from several parts")),
    "compositeCapture": SourceType(_("Put together from several shots")),
    "algorithmicallyEnhanced": SourceType(_("Altered by an algorithm"), "altered"),
    "compositeWithTrainedAlgorithmicMedia": SourceType(_("Altered with generative AI"), "altered"),
    "compositeSynthetic": SourceType(_("Put together with parts made by generative AI"), "made"),
    "trainedAlgorithmicMedia": SourceType(_("Made by generative AI"), "made"),
    "algorithmicMedia": SourceType(_("Made by an algorithm"), "made"),
    "virtualRecording": SourceType(_("Recorded in a virtual world"), "made"),
    "softwareImage": SourceType(_("Made by a program"), "made", is_retired=True),
}

_BY_LOWER = {code.lower(): code for code in DIGITAL_SOURCE_TYPES}


def code_of(value: str) -> str:
    """The code in what a file says, mostly an address; "" where there is none. One that is unknown stays."""
    last = re.split(r"[/:#]", value.strip().rstrip("/"))[-1]
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{LONGEST_CODE}}}", last):
        return ""
    return _BY_LOWER.get(last.lower(), last)


def is_machine_made(value: str) -> bool:
    """Whether a machine has made the picture or parts of it."""
    return _machine(value) == "made"


def is_machine_altered(value: str) -> bool:
    """Whether people or cameras have made it, and a machine has changed it."""
    return _machine(value) == "altered"


def _machine(value: str) -> str:
    known = DIGITAL_SOURCE_TYPES.get(code_of(value))
    return known.machine if known else ""
