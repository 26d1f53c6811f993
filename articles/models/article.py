"""The desk's working copy. Editing it never changes what readers see."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.folding import SLUG_LENGTH
from articles.models.people import Author, Place
from articles.models.topics import Topic
from articles.querysets import ArticleQuerySet
from articles.stages import Stage
from sections.models import Copyright, Section, Source
from sections.models.rights import validate_language

LANGUAGES = [
    ("it", "italiano"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "español"),
    ("fr", "français"),
    ("pt", "português"),
    ("ar", "العربية"),
]

validate_story_slug = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", _("Only lower-case letters and digits, words parted by single hyphens.")
)


def new_guid() -> str:
    return uuid.uuid4().urn


class StoryType(models.TextChoices):
    NEWS = "news", _("news")
    ANALYSIS = "analysis", _("analysis")
    OPINION = "opinion", _("opinion")
    INTERVIEW = "interview", _("interview")
    FEATURE = "feature", _("feature")
    PRESS_RELEASE = "press-release", _("press release")
    SPONSORED = "sponsored", _("sponsored")


class Priority(models.IntegerChoices):
    """The values are IPTC urgencies, 1 most urgent to 8 least (https://cv.iptc.org, NewsML-G2 `urgency`)."""

    FLASH = 1, _("Flash")
    ALERT = 2, _("Alert")
    URGENT = 3, _("Urgent")
    NORMAL = 5, _("Normal")
    LOW = 7, _("Low")


class Article(models.Model):
    """A story at the desk. articles.workflow is the only writer of stages."""

    guid = models.CharField(_("GUID"), max_length=255, unique=True, default=new_guid, editable=False)
    translation_group = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT, editable=False, db_index=True
    )
    head_revision = models.ForeignKey(
        "articles.Revision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revision"),
    )

    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    further_sections = models.ManyToManyField(
        Section, blank=True, related_name="further_articles", verbose_name=_("further sections")
    )
    language = models.CharField(
        _("language"), max_length=35, validators=[validate_language], help_text=_("Of the story itself.")
    )
    story_type = models.CharField(
        _("story type"), max_length=20, choices=StoryType.choices, default=StoryType.NEWS
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    slugline = models.CharField(
        _("slugline"), max_length=100, blank=True, help_text=_("The desk's keyword for the story.")
    )

    headline = models.CharField(_("headline"), max_length=500)
    subheadline = models.CharField(_("subheadline"), max_length=500, blank=True)
    slug = models.CharField(
        _("slug"),
        max_length=SLUG_LENGTH,
        blank=True,
        validators=[validate_story_slug],
        help_text=_("Its part of the address. Made from the headline at first publication where empty."),
    )
    body = models.TextField(_("body"), blank=True)

    sources = models.ManyToManyField(
        Source, through="ArticleSource", blank=True, related_name="articles", verbose_name=_("sources")
    )
    places = models.ManyToManyField(
        Place, through="ArticlePlace", blank=True, related_name="articles", verbose_name=_("dateline places")
    )
    place_text = models.CharField(
        _("dateline places as text"),
        max_length=200,
        blank=True,
        help_text=_(
            "In place of the above, where one of them is not on the list; several parted by semicolons."
        ),
    )
    dateline_region = models.CharField(
        _("dateline region"),
        max_length=100,
        blank=True,
        help_text=_("What follows the place: a state, a country."),
    )
    dateline_date = models.DateField(
        _("dateline date"),
        null=True,
        blank=True,
        help_text=_("The day of first publication at the place, where empty."),
    )
    authors = models.ManyToManyField(
        Author, through="ArticleAuthor", blank=True, related_name="articles", verbose_name=_("byline")
    )
    topics = models.ManyToManyField(
        Topic, through="ArticleTopic", blank=True, related_name="articles", verbose_name=_("topics")
    )
    noindex = models.BooleanField(
        _("not for indexing"),
        default=False,
        help_text=_("Readers find it on the site; search engines are told to leave it out."),
    )

    note_to_clients = models.TextField(_("note to clients"), blank=True)
    copyright = models.ForeignKey(
        Copyright,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("copyright"),
        help_text=_("The section's where empty."),
    )
    not_before = models.DateTimeField(
        _("not before"), null=True, blank=True, help_text=_("Readers see nothing of it before this time.")
    )
    embargo = models.BooleanField(_("embargo: agreed clients get it now"), default=False)

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="articles_assigned",
        verbose_name=_("assigned to"),
    )
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    held_at = models.DateTimeField(
        _("held"), null=True, editable=False, help_text=_("Hands off, before it was ever published.")
    )
    hold_reason = models.TextField(_("reason for the hold"), blank=True, editable=False)
    lacks_since = models.ForeignKey(
        "articles.Revision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("live text before the corrections that this copy lacks"),
    )
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="articles_created",
        verbose_name=_("created by"),
    )
    modified_at = models.DateTimeField(_("modified"), default=timezone.now, editable=False)
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="articles_modified",
        verbose_name=_("modified by"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-modified_at", "-pk"]
        indexes = [
            models.Index(fields=["-modified_at", "-id"], name="article_modified"),
            models.Index(fields=["section", "-modified_at", "-id"], name="article_section_modified"),
            models.Index(
                fields=["priority", "stage_since", "id"],
                name="article_to_review",
                condition=models.Q(stage=Stage.SUBMITTED),
            ),
            models.Index(
                fields=["-modified_at", "-id"],
                name="article_in_draft",
                condition=models.Q(stage=Stage.DRAFT),
            ),
            models.Index(
                fields=["held_at"], name="article_hands_off", condition=models.Q(held_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="article_stage_known", condition=models.Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="article_priority_known", condition=models.Q(priority__in=Priority.values)
            ),
            models.CheckConstraint(
                name="article_story_type_known", condition=models.Q(story_type__in=StoryType.values)
            ),
            models.CheckConstraint(
                name="hands_off_has_reason",
                condition=models.Q(held_at=None, hold_reason="")
                | (models.Q(held_at__isnull=False) & ~models.Q(hold_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.headline


class ArticleSource(models.Model):
    """One of a story's sources; several are a joint source, in this order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="source_rows")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "source"], name="source_once_an_article")]

    def __str__(self) -> str:
        return str(self.source)


class ArticlePlace(models.Model):
    """One of the places of a story's dateline, in this order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="place_rows")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "place"], name="place_once_an_article")]

    def __str__(self) -> str:
        return str(self.place)


class ArticleAuthor(models.Model):
    """One of the authors in a story's byline, in this order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="author_rows")
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="author_once_an_article")]

    def __str__(self) -> str:
        return str(self.author)


class ArticleTopic(models.Model):
    """One of the topics of a story, the most important first."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="topic_rows")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "topic"], name="topic_once_an_article")]

    def __str__(self) -> str:
        return str(self.topic)
