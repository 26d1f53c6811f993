"""The form of a story: what a person writes, and what is filled in where they do not."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import body
from articles.editor_forms import StoryEditor
from articles.models import Article, Author, Place, Priority, Topic
from articles.models.article import LANGUAGES
from articles.picture_forms import PicturesField, is_key, pictures_of
from articles.typed_dateline import TypedDateline, take_off
from sections.admin import names_to
from sections.line_forms import LineField
from sections.models import Section, Source
from sections.roles import Roles
from sections.tree import Node, current_tree

EDITOR = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HTML": True,
}
FIRST_YEAR, LAST_YEAR = 1800, 2200
FILLED_IN = ("language", "story_type", "priority")
LINES = ("headline", "subheadline", "slugline", "place_text", "dateline_region")


def indented(node: Node) -> str:
    """A section's name as a list of choices shows the tree."""
    return "\u2003" * (len(node.line) - 1) + node.name


def section_choices(section_ids: Iterable[int], without: Iterable[int] = ()) -> list[tuple[int, str]]:
    """These sections in the order of the tree, indented."""
    root, wanted = current_tree().root, set(section_ids) - set(without)
    return [(node.id, indented(node)) for node in (root.branch() if root else ()) if node.id in wanted]


def needs_text(priority: int, text: str) -> bool:
    """Only a flash or an alert goes out before there is a text."""
    return priority > Priority.ALERT and not body.word_count(text)


class OrderedAutocomplete(AutocompleteSelectMultiple):
    """Shows what is chosen in the order in which it was; desk/form.js keeps that order while one chooses."""

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        # The cross that clears all is one press from losing a byline, and no list item inside a list.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list:
        wanted = [str(pk) for pk in value if is_key(pk)]
        groups = super().optgroups(name, wanted, attr)
        for _label, options, _index in groups:
            options.sort(key=lambda option: wanted.index(str(option["value"])) if option["value"] else -1)
        return groups


class OrderedChoice(forms.ModelMultipleChoiceField):
    """Several rows, whose order means something: joint sources, several places, a byline."""

    def __init__(self, model: type[Model], field_name: str, *, can_add: bool = False, **kwargs: Any) -> None:
        field = Article._meta.get_field(field_name)
        widget = OrderedAutocomplete(field, admin.site, attrs={"class": "ordered", "data-width": "100%"})
        kwargs = {"label": field.verbose_name, "required": False} | kwargs
        super().__init__(model._default_manager.all(), widget=widget, **kwargs)
        if can_add:
            self.widget = RelatedFieldWidgetWrapper(
                widget, field.remote_field, admin.site, can_add_related=True
            )

    def clean(self, value: Any) -> list[Model]:
        if strange := [pk for pk in value or () if not is_key(pk)]:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": strange[0]}
            )
        found = {row.pk: row for row in super().clean(value)}
        return [found[pk] for pk in dict.fromkeys(int(pk) for pk in value or ())]

    def label_from_instance(self, row: Model) -> str:
        return names_to(row) if isinstance(row, Section) else super().label_from_instance(row)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(self.prepare_value(row)) for row in initial or ()] != [str(pk) for pk in data or ()]


class MomentField(forms.DateTimeField):
    """A time of a newsroom: of this century or the last two, so that it has a day in every time zone."""

    def to_python(self, value: Any) -> Any:
        moment = super().to_python(value)
        if moment is not None and not FIRST_YEAR <= moment.year < LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            if getattr(error, "code", "") == "ambiguous_timezone":
                raise forms.ValidationError(_("The clocks are changed then: choose another time.")) from error
            raise


class DueField(MomentField):
    """A time by which something is to be done: it is still to come."""

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError(_("This time has passed."))
        return moment


class BodyField(forms.CharField):
    """Cleaned before anything else looks at it; two ways to write the same text are no change."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).replace("\r\n", "\n")
        if len(text) > body.MAX_LENGTH:  # before it is cleaned, which takes its time
            self.run_validators(text)
        return body.clean(text)

    def bound_data(self, data: Any, initial: Any) -> str:
        """A form that comes back shows clean text, too: the editor would run what it finds in it."""
        try:
            return self.to_python(data)
        except forms.ValidationError:
            return body.from_paragraphs([data])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class ArticleForm(forms.ModelForm):
    """Saved by workflow.save, never by itself. For each request the admin sets the first three."""

    roles: Roles
    person: User
    refusal: str | None = None  # why the step that was pressed could not be taken

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    body = BodyField(
        label=_("body"),
        required=False,
        max_length=body.MAX_LENGTH,
        widget=StoryEditor(EDITOR, attrs={"rows": 24, "cols": 80}),
    )
    dateline_places = OrderedChoice(Place, "places", can_add=True)
    story_sources = OrderedChoice(
        Source,
        "sources",
        help_text=_("The section's where empty. Several are a joint source."),
    )
    byline_authors = OrderedChoice(Author, "authors", can_add=True)
    further_sections = OrderedChoice(Section, "further_sections")
    story_topics = OrderedChoice(Topic, "topics", can_add=True)
    photos = PicturesField()

    class Meta:
        model = Article
        fields: Sequence[str] = []  # the admin's fieldsets say which
        field_classes = dict.fromkeys(LINES, LineField)
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1, "class": "headline", "maxlength": 500}),
            "subheadline": forms.Textarea(attrs={"rows": 1, "class": "subheadline", "maxlength": 500}),
            "note_to_clients": forms.Textarea(attrs={"rows": 3}),
            "dateline_date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "not_before": forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "60"}
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        for name in set(FILLED_IN) & set(self.fields):
            self.fields[name].required = False
        if "section" in self.fields:
            self._offer_choices(self.roles.sections())
        if self.instance.pk:
            self._open_story(self.instance)

    def _offer_choices(self, own: set[int]) -> None:
        self.fields["section"].queryset = Section.objects.filter(pk__in=own)
        self.fields["section"].choices = section_choices(own)
        self.fields["language"].widget = forms.Select(choices=self._languages())

    def _open_story(self, story: Article) -> None:
        self.initial |= {
            "seen": story.head_revision_id,
            "story_sources": [row.source for row in story.source_rows.select_related("source")],
            "dateline_places": [row.place for row in story.place_rows.select_related("place")],
            "byline_authors": [row.author for row in story.author_rows.select_related("author")],
            "story_topics": [row.topic for row in story.topic_rows.select_related("topic")],
            "photos": pictures_of(story),
        }
        self.fields["photos"].know(self.initial["photos"])

    def _languages(self) -> list[tuple[str, str]]:
        """The usual ones, and the story's own, as it was issued, where that is another."""
        own = self.instance.language
        return LANGUAGES if not own or own in dict(LANGUAGES) else [*LANGUAGES, (own, own)]

    def clean_not_before(self) -> datetime | None:
        """A new time that has passed is a slip of the hand: the story would go out at once."""
        moment, was = self.cleaned_data["not_before"], self.instance.not_before
        is_new = was is None or was.replace(second=0, microsecond=0) != moment  # the field has no seconds
        if moment and is_new and moment <= timezone.now():
            raise forms.ValidationError(_("This time has passed. Without a time the story goes out at once."))
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_seen(data)
        for name in FILLED_IN:
            data[name] = data.get(name) or getattr(self.instance, name)
        if not self.instance.pk and data.get("section"):
            self._inherit(current_tree().by_id[data["section"].pk], data)
        self.typed_dateline = self._lift(data)
        self._place(data)
        self.check_text(data)
        if self.refusal:
            raise forms.ValidationError(self.refusal, code="refused")
        return data

    def check_seen(self, data: dict[str, Any]) -> None:
        """A step is taken on what the person saw."""
        if self.instance.pk and not data.get("seen"):
            raise forms.ValidationError(
                _("This form does not say which version it was opened with: open the story again.")
            )

    def check_text(self, data: dict[str, Any]) -> None:
        """Asked of what would go out by this press."""
        if "_publish" in self.data and "body" in data and needs_text(data["priority"], data["body"]):
            self.add_error("body", _("There is no text yet: only a flash or an alert goes out without one."))

    def _place(self, data: dict[str, Any]) -> None:
        """The list and the text name the same pictures: what was put into the one is in the other, too."""
        if not {"photos", "body"} <= data.keys():
            return
        field = self.fields["photos"]
        data["photos"], data["body"] = field.placed(data["photos"], data["body"])
        if errors := field.refusals(data["photos"]):
            self.add_error("photos", errors)

    def _inherit(self, section: Node, data: dict[str, Any]) -> None:
        """What a new story does not say is its section's."""
        data["language"] = data.get("language") or section.language
        data["story_sources"] = data.get("story_sources") or ([section.source] if section.source else [])

    def _lift(self, data: dict[str, Any]) -> TypedDateline | None:
        """What was typed into the text goes from there to the dateline fields, where they are empty."""
        if not data.get("body"):
            return None
        typed = take_off(data["body"], data["language"], timezone.localdate())
        if typed is None:
            return None
        data["body"] = typed.body
        self.is_dateline_taken = not data.get("dateline_places") and not data.get("place_text")
        if self.is_dateline_taken:
            data["dateline_places"], data["place_text"] = typed.places, typed.place_text
            data["dateline_region"] = data.get("dateline_region") or typed.region
            data["dateline_date"] = data.get("dateline_date") or typed.date
        if typed.sources and self._are_sources_untouched(data):
            data["story_sources"] = typed.sources
        return typed

    def _are_sources_untouched(self, data: dict[str, Any]) -> bool:
        """Whether nobody has chosen the sources: they are the section's, or what they were."""
        if self.instance.pk or not data.get("section"):
            return "story_sources" not in self.changed_data
        return data["story_sources"] == [current_tree().by_id[data["section"].pk].source]

    @property
    def is_changed(self) -> bool:
        """Whether the form says anything but what the story says now."""
        return bool(set(self.changed_data) - {"seen"})

    @property
    def related(self) -> dict[str, Any]:
        """The related rows, as workflow.save takes them."""
        return {
            "sources": self.cleaned_data["story_sources"],
            "places": self.cleaned_data["dateline_places"],
            "authors": self.cleaned_data["byline_authors"],
            "further_sections": self.cleaned_data["further_sections"],
            # One that was merged while the form was open is the other one by now.
            "topics": list(dict.fromkeys(topic.present for topic in self.cleaned_data["story_topics"])),
            "photos": self.cleaned_data["photos"],
        }
