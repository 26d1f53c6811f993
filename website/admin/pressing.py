"""The buttons of a front's page: what each does to what is typed, where one stands after it, what it says.

Whoever works by keyboard or listens stays where they were: the button that was pressed, or what has taken
its place, has the focus again, and the result is said.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.forms import is_key
from website.curating import Arrangement

DEEDS: dict[str, Callable[[Arrangement, int], Arrangement]] = {
    "up": lambda front, key: front.moved(key, -1),
    "down": lambda front, key: front.moved(key, 1),
    "make_lead": Arrangement.led_by,
    "no_lead": lambda front, _key: front.without_lead(),
    "put": Arrangement.with_pin,
    "off": Arrangement.without,
    "unpin": Arrangement.without,  # where it was found, not where it stands
}
OTHER_WAY = {"up": "down", "down": "up"}
FOUND = "found"  # the list of stories that were looked for


@dataclass(frozen=True)
class Pressed:
    """A button, and the front before and after."""

    name: str
    key: int
    before: Arrangement
    after: Arrangement

    @property
    def focus(self) -> tuple[str, int]:
        """A button and the story at which it stands; or a part of the page, and 0."""
        if self.key not in self.after.keys:
            return self._focus_where_it_was()
        if self.key not in self.before.keys:
            return FOUND, self.key
        if self.name == "make_lead":
            return "no_lead", self.key
        if self.name == "no_lead":
            return "make_lead", self.key
        if self.name in OTHER_WAY and self.is_at_the_end:
            return OTHER_WAY[self.name], self.key
        return self.name, self.key

    def _focus_where_it_was(self) -> tuple[str, int]:
        if self.name == "unpin" or self.key not in self.before.keys:
            return FOUND, self.key
        if not self.after.keys:
            return "arranged", 0
        here = min(self.before.keys.index(self.key), len(self.after.keys) - 1)
        return "off", self.after.keys[here]

    @property
    def is_at_the_end(self) -> bool:
        keys = self.after.keys
        leads = self.after.lead is not None and self.after.lead.publication_id == self.key
        return leads if self.name == "up" else keys[-1] == self.key

    def said(self, headline: str) -> str:
        """`“A ferry sinks” is pinned at place 2 of 3.`"""
        if self.before == self.after:
            return ""
        story = {"story": headline}
        if self.key not in self.after.keys:
            return _("“%(story)s” is taken off.") % story
        if self.after.lead and self.after.lead.publication_id == self.key:
            return _("“%(story)s” leads.") % story
        pins = [wish.publication_id for wish in self.after.pins]
        places = {"place": pins.index(self.key) + 1, "count": len(pins)}
        return _("“%(story)s” is pinned at place %(place)d of %(count)d.") % (story | places)


def pressed(post: QueryDict, arrangement: Arrangement) -> Pressed | None:
    """What the form's buttons do: they try, and save nothing."""
    for name, deed in DEEDS.items():
        if is_key(post.get(name, "")):
            key = int(post[name])
            return Pressed(name, key, arrangement, deed(arrangement, key))
    return None
