"""The pictures of a story in its form: a list that works as it stands, and that a picker makes comfortable.

It is sent as `photos`, the pictures' keys in their order, and a `photo_caption_<key>` for each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import body
from articles.models import Article
from articles.pictures import (
    CAPTION_FIELD,
    FIELD,
    MOST,
    Picture,
    named,
    photos_of,
    typed_caption,
    why_hidden,
    why_not_taken,
)
from photos.addresses import thumbnail
from photos.models import Photo

CAPTION_LENGTH = 5000
TOO_MANY = gettext_lazy("A story has at most %(most)d pictures.")

Sent = tuple[
    str, str | None
]  # a picture's key, and what stands under it; None where nothing was sent of that


def is_key(value: Any) -> bool:
    """Whether this can be a row's key: a browser may send anything."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < 19  # noqa: PLR2004 - what 64 bits hold


@dataclass(frozen=True)
class Shown:
    """A row of the list."""

    photo: Photo
    caption: str
    thumbnail: str
    hidden: str  # why readers do not see it

    @property
    def caption_field(self) -> str:
        return CAPTION_FIELD.format(self.photo.pk)


class PictureList(forms.Widget):
    """A row for each picture, without script too: untick one to take it out, name another by its number."""

    template = "admin/articles/article/_pictures.html"
    known: Mapping[int, Picture] = {}  # those of the story, which need not be looked up again

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Sent]:
        keys = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [(key, data.get(CAPTION_FIELD.format(key))) for key in map(str.strip, map(str, keys)) if key]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str) -> str:
        return ""  # a list of many fields, each with its own

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = list(self.rows(value or ()))
        context = {"name": name, "id": (attrs or {}).get("id"), "rows": rows, "most": MOST}
        return render_to_string(self.template, context | {"longest": CAPTION_LENGTH})

    def rows(self, value: Iterable[Picture | Sent]) -> Iterator[Shown]:
        now = timezone.now()
        for photo, caption in self.pictures(value):
            yield Shown(photo, caption, thumbnail(photo), why_hidden(photo, now))

    def pictures(self, value: Iterable[Picture | Sent]) -> list[Picture]:
        """What of a value can be shown: of what was sent by hand, what is a picture, and not too many."""
        value = list(value)
        if all(isinstance(each, Picture) for each in value):
            return value  # type: ignore[return-value]
        captions = {int(key): caption for key, caption in value if is_key(str(key))}
        keys = list(captions)[:MOST]
        found = found_photos(keys, self.known)
        return [Picture(found[key], self.caption_of(key, captions[key])) for key in keys if key in found]

    def caption_of(self, key: int, sent: str | None) -> str:
        if sent is None:
            return self.known[key].caption if key in self.known else ""
        return typed_caption({CAPTION_FIELD.format(key): [sent]}, key, "")


def found_photos(keys: Sequence[int], known: Mapping[int, Picture]) -> dict[int, Photo]:
    """Those of these that there are. No query where all are known."""
    unknown = [key for key in keys if key not in known]
    there = {key: known[key].photo for key in keys if key in known}
    return there | (photos_of(unknown) if unknown else {})


class PicturesField(forms.Field):
    """The value is a list of Picture. Says why a picture that is new in the story cannot be put into it."""

    widget = PictureList

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("pictures"), "required": False} | kwargs)
        self.know(())

    def know(self, pictures: Iterable[Picture]) -> None:
        """Those that the story has: nobody is told off for them."""
        self.known = {picture.pk: picture for picture in pictures}
        self.widget.known = self.known

    @property
    def photos(self) -> dict[int, Photo]:
        """Those of the story, by their keys."""
        return {key: picture.photo for key, picture in self.known.items()}

    def clean(self, value: list[Sent]) -> list[Picture]:
        if len(value) > MOST:
            raise forms.ValidationError(TOO_MANY % {"most": MOST})
        strange = [key for key, _caption in value if not is_key(key)]
        keys = [int(key) for key, _caption in value if is_key(key)]
        found = found_photos(keys, self.known)
        strange += [str(key) for key in keys if key not in found]
        if strange:
            raise forms.ValidationError(_("There is no picture with the number %s.") % strange[0][:20])
        pictures = self.widget.pictures(value)
        if errors := self.refusals(pictures):
            raise forms.ValidationError(errors)
        return pictures

    def refusals(self, pictures: list[Picture]) -> list[str]:
        """What is wrong with this list, in sentences; with the rights only of those that are new in it."""
        now = timezone.now()
        found = [str(TOO_MANY) % {"most": MOST}] if len(pictures) > MOST else []
        for photo, caption in pictures:
            if len(caption) > CAPTION_LENGTH:
                words = _("The caption of “%(picture)s” is longer than %(length)d characters.")
                found.append(words % {"picture": named(photo), "length": CAPTION_LENGTH})
            if photo.pk not in self.known and (why := why_not_taken(photo, now)):
                found.append(why)
        return found

    def placed(self, pictures: list[Picture], text: str) -> tuple[list[Picture], str]:
        """The list with those that were put into the text and are new in the story; the text without those
        that were taken off the list.
        """
        listed = {picture.pk for picture in pictures}
        missing = [key for key in body.photo_ids(text) if key not in listed]
        found = found_photos([key for key in missing if key not in self.known][: MOST + 1], {})
        added = [Picture(found[key]) for key in missing if key in found]
        text = body.without_photos(text, but=listed | found.keys()) if missing else text
        return [*pictures, *added], text

    def has_changed(self, initial: Any, data: Any) -> bool:
        if any(not is_key(key) for key, _caption in data):
            return True
        sent = {int(key): self.widget.caption_of(int(key), caption) for key, caption in data}
        return list(sent.items()) != [(photo.pk, caption) for photo, caption in initial or ()]


def pictures_of(story: Article) -> list[Picture]:
    """Those of the copy, with what decides on their rights. One query."""
    rows = story.photo_rows.select_related("photo__source__photo_terms")
    return [Picture(row.photo, row.caption) for row in rows]


def as_kept(values: Mapping[str, list[str]]) -> list[Sent]:
    """As a form that was kept had them."""
    sent = ((key, values.get(CAPTION_FIELD.format(key), [None])) for key in values[FIELD] if is_key(key))
    return [(key, captions[-1] if captions else None) for key, captions in sent]


def as_sent(pictures: Iterable[Picture | Sent]) -> dict[str, list[str]]:
    """As a form sends them."""
    pairs = [(str(photo.pk) if isinstance(photo, Photo) else photo, text) for photo, text in pictures]
    captions = {CAPTION_FIELD.format(key): [text] for key, text in pairs if text is not None}
    return {FIELD: [key for key, _text in pairs]} | captions
