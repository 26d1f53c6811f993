"""The stories that the tasks begin with, made from the sample content as the desk makes them."""

from itertools import count

from accounts.models import User
from articles import workflow
from articles.admin.columns import page_address
from articles.models import Article, Place, Priority
from sections.models import Section

SAMPLE = "Novi Sad, torna a suonare l'orologio dei pendolari"
FLASH = "Sofia, aperta la nuova linea del tram"
_numbers = count(1)


def person(username: str) -> User:
    return User.objects.get(username=username)


def written(by: str = "reporter") -> Article:
    """A draft with a sample story's text; each has a number in its headline."""
    sample = Article.objects.filter(headline=SAMPLE).order_by("pk").first()
    assert sample, "the sample content is not loaded"
    story = workflow.duplicate(sample, by=person(by))
    story.headline = f"{SAMPLE}, parte {next(_numbers)}"
    workflow.save(story, by=person(by))
    return story


def submitted() -> Article:
    story = written()
    workflow.submit(story, by=person("reporter"))
    return story


def live() -> Article:
    story = written()
    workflow.publish(story, by=person("editor"))
    return story


def with_update(*, is_submitted: bool = False) -> Article:
    """Live, with more in work beside it."""
    story = live()
    story.body += "<p>Domenica suonerà anche la banda dei ferrovieri.</p>"
    workflow.save(story, by=person("reporter"))
    if is_submitted:
        workflow.submit(story, by=person("reporter"))
    return story


def flash() -> Article:
    """A headline that went out alone."""
    serbia = Section.objects.get(path="nuova-europa/serbia")
    story = Article(section=serbia, language="it", priority=Priority.FLASH, headline=headline_of_flash())
    workflow.save(story, by=person("editor"), places=list(Place.objects.filter(name="Belgrade")[:1]))
    workflow.publish(story, by=person("editor"))
    return story


def headline_of_flash() -> str:
    return f"{FLASH}, la numero {next(_numbers)}"


def page_of(story: Article) -> str:
    publication = workflow.publication_of(story)
    assert publication, f"{story} was never published"
    return page_address(publication)
