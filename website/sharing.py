"""Links to pass a story on and to write to the agency about it: plain ones, that fetch and tell nothing."""

import re
from typing import NamedTuple
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sections.models import Imprint

E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


class Share(NamedTuple):
    name: str | Promise
    url: str


def shares_of(headline: str, address: str) -> list[Share]:
    """Where readers pass stories on. Nothing is loaded from there before they go."""
    title, url = encoded(headline), encoded(address)
    both = encoded(f"{headline} {address}")
    return [
        Share(gettext_lazy("E-mail"), f"mailto:?subject={title}&body={url}"),
        Share("WhatsApp", f"https://wa.me/?text={both}"),
        Share("Telegram", f"https://t.me/share/url?url={url}&text={title}"),
        Share("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        Share("X", f"https://x.com/intent/post?text={title}&url={url}"),
        Share("Bluesky", f"https://bsky.app/intent/compose?text={both}"),
        Share("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    ]


def report_url(imprint: Imprint | None, contact_page: str, headline: str, address: str) -> str:
    """Where readers tell of an error: the imprint's e-mail address, else the page about contact, if any."""
    found = E_MAIL.search(imprint.note) if imprint else None
    if found is None:
        return contact_page
    subject = encoded(_("Error in “%(headline)s”") % {"headline": headline})
    return f"mailto:{quote(found[0], safe='@+')}?subject={subject}&body={encoded(address)}"


def encoded(text: str) -> str:
    """As a value in an address."""
    return quote(text, safe="")
