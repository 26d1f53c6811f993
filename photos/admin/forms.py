"""The picture desk's forms: one picture, several at once, a kill."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from photos.admin.fields import (
    KeywordsField,
    MomentField,
    PercentField,
    TextField,
    words_in,
)
from photos.editing import EDITABLE
from photos.models import Photo
from photos.reading import DIGITAL_SOURCE_TYPES
from sections.line_forms import LineField
from sections.models import Source

LINES = ("headline", "creator", "credit_line", "copyright_notice", "city", "country")


def digest_of(photo: Photo) -> str:
    """Another one as soon as anybody has changed anything."""
    values = [str(getattr(photo, Photo._meta.get_field(name).attname)) for name in EDITABLE]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:20]


def source_types(present: str) -> list[tuple[str, Any]]:
    """IPTC's words for its codes; of retired and unknown ones only that which the picture has."""
    offered = [
        (code, known.name)
        for code, known in DIGITAL_SOURCE_TYPES.items()
        if not known.is_retired or code == present
    ]
    unknown = [(present, present)] if present and present not in DIGITAL_SOURCE_TYPES else []
    return [("", _("not said")), *offered, *unknown]


class PhotoForm(forms.ModelForm):
    """What people say of a picture. Nothing is forced: a forced alt text says “photo”."""

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
        self.fields["seen"].initial = self.now = digest_of(self.instance)
        if "digital_source_type" in self.fields:
            self.fields["digital_source_type"].choices = source_types(self.instance.digital_source_type)
        for field in self.fields.values():
            field.widget.attrs.pop("class", None)  # the admin's widths

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("seen") != self.now:
            self.seen_anew()
            raise forms.ValidationError(
                _(
                    "Somebody has changed this picture since you opened it. Nothing was saved: what you "
                    "typed is still here. Open the picture in another tab to compare, and save again if it "
                    "is right."
                )
            )
        return data

    def seen_anew(self) -> None:
        """Who is told of the other's change and saves again has decided."""
        self.data = self.data.copy()
        self.data["seen"] = self.now


class KillForm(forms.Form):
    """Why, which may be said when the picture is gone."""

    reason = TextField(
        label=_("Why was it killed?"),
        required=True,
        max_length=2000,
        rows=2,
        help_text=_("For the desk and the record; readers do not see it."),
    )


class BulkForm(forms.Form):
    """The same words for several pictures: only what is ticked is changed."""

    caption = TextField(label=_("Caption"), rows=3)
    creator = LineField(label=_("Creator"), max_length=500, required=False)
    credit_line = LineField(label=_("Credit line"), max_length=500, required=False)
    source = forms.ModelChoiceField(Source.objects.order_by("code"), label=_("Source"), required=False)
    copyright_notice = LineField(label=_("Copyright notice"), max_length=500, required=False)
    usage_terms = TextField(label=_("Usage terms"))
    keywords = KeywordsField(label=_("Keywords"), help_text=_("Added to those that each picture has."))
    rights_end_at = MomentField(label=_("Rights end"), help_text=_("Empty: they do not end."))

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
