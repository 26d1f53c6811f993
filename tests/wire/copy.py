"""Copy to ingest."""

from wire.page_text import PageText, write

NOTICE = "© Copyright ANSA - All rights reserved"


def make_page(**fields) -> PageText:
    """A page of the section Nuova Europa > Serbia, of 21 November at 17:07."""
    return PageText(
        **{
            "label": "Percorso",
            "sections": ("ANSA", "Nuova Europa", "Serbia"),
            "headline": "Bridge opens in Belgrade",
            "subheadline": "Two lanes, one for bicycles",
            "time_line": "21 November, 17:07",
            "paragraphs": (
                "(ANSA) - ROME, NOV 21 - The bridge was opened today.",
                "It has two lanes. (ANSA).",
            ),
            "notice": NOTICE,
        }
        | fields
    )


def make_text(**fields) -> str:
    return write(make_page(**fields))
