"""The record: what readers see, saw and will see."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.folding import SLUG_LENGTH
from articles.models.article import Article, Priority, StoryType
from articles.models.people import Author, Place
from articles.models.revision import Revision
from articles.models.topics import Topic
from articles.querysets import EditionQuerySet, PublicationQuerySet
from articles.stages import Kind, LiveState
from photos.models import Photo
from sections.models import Copyright, Section


class Publication(models.Model):
    """A story's public identity, from its first publication on."""

    guid = models.CharField(_("GUID"), max_length=255, unique=True)
    article = models.OneToOneField(
        Article, models.PROTECT, related_name="publication", verbose_name=_("story")
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        related_name="publications",
        verbose_name=_("section"),
        help_text=_("The newest edition's."),
    )
    head_edition = models.ForeignKey(
        "Edition", models.PROTECT, null=True, related_name="+", verbose_name=_("newest edition")
    )
    first_published_at = models.DateTimeField(
        _("first published"),
        help_text=_("On the page, in its address, and in lists; imports may set it in the past."),
    )
    visible_from = models.DateTimeField(
        _("visible from"),
        null=True,
        help_text=_("When readers could first see it; empty: it was unscheduled."),
    )
    held_at = models.DateTimeField(_("held"), null=True)
    hold_reason = models.TextField(_("reason for the hold"), blank=True)
    killed_at = models.DateTimeField(_("killed"), null=True)
    kill_reason = models.TextField(_("reason for the kill"), blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("record")
        ordering = ["-first_published_at", "-pk"]
        indexes = [
            models.Index(fields=["-first_published_at", "-id"], name="publication_newest"),
            models.Index(fields=["section", "-first_published_at", "-id"], name="publication_section_newest"),
            models.Index(fields=["held_at"], name="publication_held", condition=Q(held_at__isnull=False)),
            models.Index(
                fields=["killed_at"], name="publication_killed", condition=Q(killed_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="killed_has_reason",
                condition=Q(killed_at=None, kill_reason="")
                | (Q(killed_at__isnull=False) & ~Q(kill_reason="")),
            ),
            models.CheckConstraint(
                name="held_has_reason",
                condition=Q(held_at=None, hold_reason="") | (Q(held_at__isnull=False) & ~Q(hold_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.guid

    @property
    def address(self) -> "Address | None":
        """The newest edition's."""
        return self.head_edition.address if self.head_edition else None

    def shows_head(self, at: datetime) -> bool:
        """Whether the newest edition has begun and has no end: what readers see, without looking it up."""
        head = self.head_edition
        return head is not None and head.visible_from <= at and head.visible_until is None

    def sections_at(self, at: datetime) -> set[int]:
        """The ids of the sections whose editors answer for what readers see: the newest edition's and,
        until that begins, also the visible one's. One query at most.
        """
        if self.shows_head(at):
            return {self.section_id}
        return {self.section_id, *self.editions.live(at).values_list("section", flat=True)}

    def live_state(self, at: datetime) -> LiveState:
        """What the record says of the story at that moment."""
        if self.killed_at:
            return LiveState.KILLED
        if self.held_at:
            return LiveState.HELD
        if self.visible_from is None:
            return LiveState.NONE
        return LiveState.LIVE if self.visible_from <= at else LiveState.SCHEDULED


class Address(models.Model):
    """A day and slug that lead to a story; the present ones and all old ones."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="addresses", verbose_name=_("publication")
    )
    url_date = models.DateField(_("day of first publication"), help_text=_("In the site's time zone."))
    slug = models.CharField(_("slug"), max_length=SLUG_LENGTH)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [models.UniqueConstraint(fields=["url_date", "slug"], name="address_once")]

    def __str__(self) -> str:
        return f"{self.url_date:%Y/%m/%d}/{self.slug}"


class Edition(models.Model):
    """One published version, visible in [visible_from, visible_until). Only the end ever changes."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="editions", verbose_name=_("publication")
    )
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="editions", verbose_name=_("revision")
    )
    version = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    public_note = models.TextField(_("note to readers"), blank=True)
    note_to_clients = models.TextField(_("note to clients"), blank=True)
    update_number = models.PositiveSmallIntegerField(
        _("update number"),
        default=1,
        help_text=_("As agencies count: the first is 1, an update one more, a correction the same."),
    )
    sign_off = models.CharField(
        _("sign-off"), max_length=200, blank=True, help_text=_("Initials of those who wrote and edited it.")
    )
    visible_from = models.DateTimeField(_("visible from"))
    visible_until = models.DateTimeField(_("visible until"), null=True)
    updated_at = models.DateTimeField(
        _("updated"), null=True, help_text=_("The last update or correction; a minor fix is none.")
    )

    address = models.ForeignKey(
        Address, models.PROTECT, db_index=False, related_name="+", verbose_name=_("address")
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    language = models.CharField(_("language"), max_length=35)
    story_type = models.CharField(_("story type"), max_length=20, choices=StoryType.choices)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices)
    headline = models.CharField(_("headline"), max_length=500)
    subheadline = models.CharField(_("subheadline"), max_length=500, blank=True)
    byline = models.TextField(_("byline"), blank=True)
    dateline = models.TextField(_("dateline"), blank=True)
    body = models.TextField(_("body"), blank=True)
    closing_source = models.TextField(_("closing source"), blank=True)
    copyright = models.ForeignKey(
        Copyright, models.PROTECT, null=True, related_name="+", verbose_name=_("copyright")
    )
    noindex = models.BooleanField(_("not for indexing"), default=False)
    lead_photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        db_index=False,  # where a picture is used say the rows of photo_rows
        related_name="+",
        verbose_name=_("lead photo"),
        help_text=_("The first of its pictures that is not in the text: what lists show."),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["publication", "-version"]
        indexes = [
            models.Index(fields=["visible_from"], name="edition_visible_from"),
            models.Index(
                fields=["-visible_from", "-id"], name="edition_corrections", condition=Q(kind=Kind.CORRECTION)
            ),
            models.Index(fields=["language"], name="edition_language"),  # which there are
        ]
        constraints = [
            models.UniqueConstraint(fields=["publication", "version"], name="version_once_a_publication"),
            models.CheckConstraint(name="version_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="edition_interval_in_order",
                condition=Q(visible_until=None) | Q(visible_until__gte=F("visible_from")),
            ),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(visible_until=None), name="one_edition_without_end"
            ),
        ]

    def __str__(self) -> str:
        return self.headline


class Listing(models.Model):
    """An edition stands on a list, newest first. Narrow rows, always written as a whole with the edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="%(class)ss")
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="+")
    first_published_at = models.DateTimeField()

    class Meta:
        abstract = True


class Placement(Listing):
    """On the list of this section: a row for each of the edition's sections and those above."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="+", db_index=False)  # placement_newest
    direct = models.BooleanField()  # its own or a further section, not one above

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "edition"], name="placement_once")]
        indexes = [
            models.Index(fields=["section", "-first_published_at", "-publication"], name="placement_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} on {self.section_id}"


class ByTopic(Listing):
    """On the list of this topic."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", db_index=False)  # by_topic_newest
    position = models.PositiveSmallIntegerField()  # of the topic among the story's

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "edition"], name="by_topic_once")]
        indexes = [
            models.Index(fields=["topic", "-first_published_at", "-publication"], name="by_topic_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} on {self.topic_id}"


class ByAuthor(Listing):
    """On the list of this author."""

    author = models.ForeignKey(Author, models.PROTECT, related_name="+", db_index=False)  # by_author_newest
    position = models.PositiveSmallIntegerField()  # in the byline

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "edition"], name="by_author_once")]
        indexes = [
            models.Index(fields=["author", "-first_published_at", "-publication"], name="by_author_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} on {self.author_id}"


class ByPlace(Listing):
    """On the list of this place of its dateline."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # by_place_newest
    position = models.PositiveSmallIntegerField()  # in the dateline

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "edition"], name="by_place_once")]
        indexes = [
            models.Index(fields=["place", "-first_published_at", "-publication"], name="by_place_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} on {self.place_id}"
