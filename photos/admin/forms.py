"""The picture desk's forms: one picture, several at once, a kill."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from photos.admin.fields import (
    KeywordsField,
    MomentField,
    PercentField,
    TextField,
    words_in,
)
from photos.admin.seen import opened, sealed, values_of
from photos.editing import EDITABLE
from photos.models import Photo
from photos.reading import DIGITAL_SOURCE_TYPES
from sections.line_forms import LineField
from sections.models import Source

LINES = ("headline", "creator", "credit_line", "copyright_notice", "city", "country")


def source_types(present: str) -> list[tuple[str, Any]]:
    """IPTC's words for its codes; of retired and unknown ones only that which the picture has."""
    offered = [
        (code, known.name)
        for code, known in DIGITAL_SOURCE_TYPES.items()
        if not known.is_retired or code == present
    ]
    unknown = [(present, present)] if present and present not in DIGITAL_SOURCE_TYPES else []
    return [("", _("not said")), *offered, *unknown]


def words_of(photo: Photo, name: str) -> str:
    """What stands in a field, as a person reads it."""
    value = getattr(photo, name)
    if name == "digital_source_type":
        return str(dict(source_types(value))[value])
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float):
        return f"{value:.0%}"
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "j F Y, H:i:s")
    return "" if value is None else str(value)


def put_meanwhile(words: str) -> str:
    if not words:
        return gettext("A colleague has emptied this since you opened the picture. Save again to keep yours.")
    return gettext(
        "A colleague has put “%(words)s” here since you opened the picture. Save again to keep yours."
    ) % {"words": words}


class PhotoForm(forms.ModelForm):
    """What people say of a picture. Nothing is forced: a forced alt text says “photo”.

    What a colleague saved since the form was opened stays, where this person has not changed it; where both
    have, they are told and save again if they mean it.
    """

    seen_in: Callable[[list[Photo]], dict[int, int]] = staticmethod(lambda photos: {})  # the desk knows

    caption = TextField(label=_("Caption"), rows=4)
    alt_text = TextField(
        label=_("Alternative text"),
        max_length=1000,
        help_text=_("What the picture shows, for whoever does not see it."),
    )
    usage_terms = TextField(label=_("Usage terms"))
    instructions = TextField(label=_("Instructions"))
    keywords = KeywordsField(label=_("Keywords"), help_text=_("Parted by commas."))
    taken_at = MomentField(label=_("Taken"))
    rights_end_at = MomentField(
        label=_("Rights end"), help_text=_("At that moment it leaves every page; the stories stay.")
    )
    digital_source_type = forms.ChoiceField(
        label=_("How it came about"),
        required=False,
        help_text=_("What a machine has made or altered is labelled on the page."),
    )
    focal_x = PercentField(label=_("Focal point, % from the left"))
    focal_y = PercentField(label=_("Focal point, % from the top"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Photo
        fields = EDITABLE
        field_classes = dict.fromkeys(LINES, LineField)
        widgets = {name: forms.TextInput(attrs={"dir": "auto"}) for name in LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.stored, self.now = copy(self.instance), values_of(self.instance)
        self.fields["seen"].initial = sealed(self.stored)
        self.shown = opened(self.data.get("seen", ""), self.stored)
        if "digital_source_type" in self.fields:
            self.fields["digital_source_type"].choices = source_types(self.instance.digital_source_type)
        for field in self.fields.values():
            field.widget.attrs.pop("class", None)  # the admin's widths

    @cached_property
    def changed_data(self) -> list[str]:
        """What this person has typed: not what the form showed, nor what stands there by now."""
        known = [self.shown or self.now, self.now]
        names = [name for name in EDITABLE if name in self.fields]
        return [name for name in names if all(self.says_otherwise(name, values[name]) for values in known)]

    def says_otherwise(self, name: str, value: Any) -> bool:
        field = self.fields[name]
        if isinstance(field, forms.CharField):  # which tidies what is typed
            value = field.to_python(value)
        return field.has_changed(value, self[name].data)

    def clean_credit_line(self) -> str:
        line, stories = self.cleaned_data["credit_line"], 0
        if self.stored.credit_line and not line:
            stories = self.seen_in([self.stored]).get(self.stored.pk, 0)
        if stories:
            words = ngettext(
                "It is in %(count)s story that readers see: a credit line must stand here.",
                "It is in %(count)s stories that readers see: a credit line must stand here.",
                stories,
            )
            raise forms.ValidationError(words % {"count": stories})
        return line

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.data = self.data.copy()
        self.data["seen"] = sealed(self.stored)  # who is told and saves again has decided
        for name in self.now.keys() & self.fields.keys() - set(self.changed_data):
            self.errors.pop(name, None)
            data[name], self.data[name] = getattr(self.stored, name), self.now[name]
        if self.shown is None:
            raise forms.ValidationError(
                _(
                    "Somebody has changed this picture since you opened it. Nothing was saved: what you "
                    "typed is still here. Open the picture in another tab to compare, and save again if it "
                    "is right."
                )
            )
        for name in self.changed_data:
            if self.shown[name] != self.now[name]:
                self.add_error(name, put_meanwhile(words_of(self.stored, name)))
        return data


class KillForm(forms.Form):
    """Why, which may be said when the picture is gone."""

    reason = TextField(
        label=_("Why was it killed?"),
        required=True,
        max_length=2000,
        rows=2,
        help_text=_("For the desk and the record; readers do not see it."),
    )


class YesNoField(forms.TypedChoiceField):
    """Chosen on purpose: an unticked box might mean “no” as well as “not meant”."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "---------"), ("yes", _("yes")), ("no", _("no"))]
        messages = {"required": _("Choose yes or no.")}
        super().__init__(
            choices=choices, coerce=lambda sent: sent == "yes", error_messages=messages, **kwargs
        )


class BulkForm(forms.Form):
    """The same words for several pictures: only what is ticked is changed."""

    caption = TextField(label=_("Caption"), rows=3)
    creator = LineField(label=_("Creator"), max_length=500, required=False)
    credit_line = LineField(label=_("Credit line"), max_length=500, required=False)
    source = forms.ModelChoiceField(Source.objects.order_by("code"), label=_("Source"), required=False)
    copyright_notice = LineField(label=_("Copyright notice"), max_length=500, required=False)
    rights_end_at = MomentField(label=_("Rights end"), help_text=_("Empty: they do not end."))
    not_for_website = YesNoField(label=_("Not for the website"))
    not_for_wire = YesNoField(label=_("Not for the wire"))
    usage_terms = TextField(label=_("Usage terms"))
    city = LineField(label=_("City"), max_length=200, required=False)
    country = LineField(label=_("Country"), max_length=200, required=False)
    keywords = KeywordsField(label=_("Keywords"), help_text=_("Added to those that each picture has."))

    use_required_attribute = False  # what is not ticked may stay empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.names = list(self.fields)
        for name in self.names:
            label = _("Change: %(field)s") % {"field": self.fields[name].label}
            self.fields[f"tick_{name}"] = forms.BooleanField(required=False, label=label)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"tick_{name}"], self[name]) for name in self.names]

    @property
    def ticked(self) -> list[str]:
        return [name for name in self.names if self.cleaned_data.get(f"tick_{name}")]

    @property
    def ticked_labels(self) -> str:
        return ", ".join(str(self.fields[name].label) for name in self.ticked)

    @property
    def empties_credit(self) -> bool:
        return "credit_line" in self.ticked and not self.cleaned_data["credit_line"]

    def clean(self) -> dict[str, Any]:
        for name in set(self.names) - set(self.ticked):  # what stands there is not meant
            self.errors.pop(name, None)
        if not self.ticked:
            raise forms.ValidationError(_("Tick what is to be changed."))
        return self.cleaned_data

    def apply(self, photo: Photo) -> None:
        for name in self.ticked:
            value = self.cleaned_data[name]
            if name == "keywords":
                value = ", ".join(words_in(f"{photo.keywords}\n{value}"))
            setattr(photo, name, value)
