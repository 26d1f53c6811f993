"""Text that a page keeps while somebody types."""

import re
import uuid

from articles import unsaved

ONE, OTHER = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
ADMIN = "/admin/articles/article"
OWN = {"reporter", "editor", "head", "admin"}


def keep(client, story, headline="Typed", *, address="keep/", key=ONE, person=None, **more):
    """As the page does it."""
    where = f"{ADMIN}/{story.pk if story else 'add'}/{address}"
    sent = {"form_key": key, "headline": headline, "person": person or client.session["_auth_user_id"]}
    sent |= {"seen": story.head_revision_id} if story else {}
    return client.post(where, sent | more)


def row(desk, name, story):
    return unsaved.of(desk.people[name], story)


def offers(page):
    return re.findall(r'unsaved-offer.*?<p dir="auto">(.*?)</p>', page.content.decode(), re.DOTALL)
