"""Plain functions that make what a test needs, with sensible values for what it does not care about."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from accounts.models import User
from articles import workflow
from articles.models import Article, Author, Place, Topic
from photos.intake import take_in
from photos.models import Photo
from sections import branch
from sections.models import Copyright, Membership, Role, Section, Source
from sections.tree import forget_tree
from tests.photos.pictures import file_of, halves

_numbers = count(1)


def make_user(role: Role | str | None = None, section: Section | None = None, **fields: Any) -> User:
    """A person who may log in to the desk; with a role on a section, the root where none is given."""
    number = next(_numbers)
    fields = {"username": f"person{number}", "first_name": "Anna", "last_name": f"Rossi{number}"} | fields
    user = User.objects.create_user(password="newsroom", is_staff=True, **fields)
    if role:
        Membership.objects.create(user=user, section=section or make_root(), role=role)
    return user


def make_admin(**fields: Any) -> User:
    return make_user(is_superuser=True, **fields)


def make_group(role: Role | str, section: Section, *people: User) -> Group:
    group = Group.objects.create(name=f"team {next(_numbers)}")
    group.user_set.add(*people)
    Membership.objects.create(group=group, section=section, role=role)
    return group


def make_source(code: str = "ANSA", **fields: Any) -> Source:
    return Source.objects.get_or_create(code=code, defaults={"name": code} | fields)[0]


def make_copyright(
    holder: str = "ANSA", notice: str = "© Copyright {holder} - All rights reserved"
) -> Copyright:
    return Copyright.objects.get_or_create(holder=holder, notice=notice)[0]


def make_root() -> Section:
    """The agency itself: made once, found afterwards."""
    root = Section.objects.filter(parent=None).first()
    if root is None:
        root = Section(name="ANSA", language="it", source=make_source(), copyright=make_copyright())
        branch.save(root)
        forget_tree()
    return root


def make_photo(size: tuple[int, int] = (640, 480), by: User | None = None, **fields: Any) -> Photo:
    """A picture with its file, which no other has; with a credit line, as what is published must have."""
    picture, number = halves("RGB", size), next(_numbers)
    picture.paste((number % 256, number // 256 % 256, number // 65536), (0, 0, 8, 8))
    file = ContentFile(file_of(picture, "PNG").getvalue(), name=f"picture-{number}.png")
    photo = take_in(file, by=by).photo
    fields = {"credit_line": "ANSA/Conti", "alt_text": "A harbour", "caption": "The harbour."} | fields
    for name, value in fields.items():
        setattr(photo, name, value)
    photo.save()
    return photo


def make_section(path: str = "nuova-europa/serbia", **fields: Any) -> Section:
    """The section at this path, with those above it that are missing."""
    parent_path, _slash, slug = path.rpartition("/")
    found = Section.objects.filter(path=path).first()
    if found or not path:
        return found or make_root()
    parent = make_section(parent_path) if parent_path else make_root()
    section = Section(parent=parent, slug=slug, **({"name": slug.replace("-", " ").title()} | fields))
    section.full_clean(exclude=["path"])
    branch.save(section)
    forget_tree()
    return section


def make_place(name: str = "Rome") -> Place:
    return Place.objects.get_or_create(name=name, defaults={"country": "IT", "time_zone": "Europe/Rome"})[0]


def make_topic(name: str = "Ferries") -> Topic:
    return Topic.objects.get_or_create(name=name)[0]


def make_article(
    *,
    section: Section | None = None,
    sources: list[Source] | None = None,
    places: list[Place] | None = None,
    authors: list[Author] | None = None,
    further_sections: list[Section] | None = None,
    topics: list[Topic] | None = None,
    by: User | None = None,
    **fields: Any,
) -> Article:
    """A draft, saved as the desk saves it."""
    fields = {
        "headline": f"Ministers meet in the capital, day {next(_numbers)}",
        "language": "en",
        "body": "<p>Ministers met in the capital.</p><p>They will meet again.</p>",
    } | fields
    article = Article(section=section or make_section(), **fields)
    workflow.save(
        article,
        by=by,
        sources=sources if sources is not None else [make_source()],
        places=places if places is not None else [make_place()],
        authors=authors or [],
        further_sections=further_sections or [],
        topics=topics or [],
    )
    return article


def publish_article(*, first_published_at: Any = None, **fields: Any) -> Article:
    """A story that readers see."""
    article = make_article(**fields)
    workflow.publish(article, by=None, first_published_at=first_published_at)
    return article
