"""Pictures on the page of a story and on lists: where each stands, what is said, what browsers get."""

import io
import re

import pytest
from django.utils import timezone
from PIL import Image

from articles import previewing, workflow
from articles.models import Publication
from photos.models import Photo
from tests.factories import make_article, make_photo, make_section, make_topic, make_user
from tests.website.hanging import hang, publish_with
from tests.website.markup import read_page
from tests.website.shop_window import pin
from website.cuts import recipes_named
from website.lists import Cursor

pytestmark = pytest.mark.django_db

MEDIA = re.compile(r"/media/photos/[^\s\"<>&\\]+")
HOSTILE = "</figcaption></figure><script>alert(1)</script> \"quotes\" 'and' & &amp; \x01\x0b <b>bold</b>"


def address_of(story):
    publication = Publication.objects.select_related("section").get(article=story)
    return f"{publication.section.get_absolute_url()}{publication.address}/"


def page_of(client, story):
    response = client.get(address_of(story))
    assert response.status_code == 200
    return read_page(response)


def figure_of(page, photo):
    found = [each for each in page.all("figure") if photo.digest[:20] in each.all("img")[0]["src"]]
    assert len(found) == 1
    return found[0]


# Where they stand


def test_the_lead_stands_before_the_body_and_the_gallery_after_the_article(client):
    lead, placed, *others = [make_photo() for _number in range(4)]
    page = page_of(client, publish_with(lead, placed, *others, body="<p>One.</p>@2<p>Two.</p>"))
    article = page.one("article")
    kinds = [(each.tag, each.classes) for each in article.elements]
    assert kinds.index(("figure", ["photo", "lead-photo"])) == kinds.index(("div", ["body"])) - 1
    assert figure_of(page, lead).parent is article
    assert figure_of(page, placed).parent is article.one("div", "body")
    assert article.one("div", "body").text.startswith("(ANSA) - ROME")
    gallery = page.one("section", "gallery")
    assert gallery.parent is page.one("main")
    assert not article.all("section")
    assert [each.one("img")["src"] for each in gallery.all("figure")] == [
        figure_of(page, photo).one("img")["src"] for photo in others
    ]


def test_what_stands_in_the_text_is_neither_lead_nor_gallery(client):
    photo = make_photo()
    page = page_of(client, publish_with(photo, body="<p>One.</p>@1"))
    assert len(page.all("figure")) == 1
    assert not page.all("figure", "lead-photo")
    assert not page.all("section", "gallery")


def test_a_story_without_pictures_has_no_trace_of_any(client):
    page = page_of(client, publish_with())
    assert not page.all("figure")
    assert not page.all("img")
    assert not page.all("picture")


# What is said


def test_under_it_stand_its_caption_and_credit_and_the_storys_own_words_come_first(client):
    lead, other = make_photo(caption="The harbour."), make_photo(caption="A ship.", credit_line="")
    Photo.objects.filter(pk=other.pk).update(creator="Ada Rossi", credit_line="Reuters/Rossi")
    page = page_of(client, publish_with(lead, other, captions=["", "A ship of this story"]))
    assert figure_of(page, lead).one("figcaption").text == "The harbour. ANSA/Conti"
    assert figure_of(page, other).one("figcaption").text == "A ship of this story Reuters/Rossi"
    assert figure_of(page, lead).one("bdi", "credit").text == "ANSA/Conti"


def test_a_credit_that_is_mended_is_mended_on_the_page(client):
    photo = make_photo()
    story = publish_with(photo)
    Photo.objects.update(credit_line="ANSA/Bianchi", alt_text="A port")
    figure = figure_of(page_of(client, story), photo)
    assert figure.one("bdi").text == "ANSA/Bianchi"
    assert figure.one("img")["alt"] == "A port"


def test_a_picture_without_words_has_an_empty_alternative_text_and_no_caption(client):
    photo = make_photo()
    story = publish_with(photo)
    Photo.objects.update(alt_text="", caption="", credit_line="")
    figure = figure_of(page_of(client, story), photo)
    assert figure.one("img")["alt"] == ""
    assert not figure.all("figcaption")


@pytest.mark.parametrize(
    ("code", "language", "words"),
    [
        ("trainedAlgorithmicMedia", "en", "Made by generative AI"),
        ("algorithmicallyEnhanced", "en", "Altered by an"),
        ("trainedAlgorithmicMedia", "it", ""),
        ("digitalCapture", "en", None),
        ("unheardOf", "en", None),
        ("", "en", None),
    ],
)
def test_what_a_machine_has_made_or_altered_is_labelled_in_the_pages_language(client, code, language, words):
    """Wherever the picture stands, the text included."""
    photos = [make_photo(digital_source_type=code) for _number in range(3)]
    section = make_section("sport", language=language)
    page = page_of(client, publish_with(*photos, section=section, body="<p>One.</p>@2", language="ar"))
    labels = [label for each in page.all("figure") for label in each.all("span", "machine")]
    if words is None:
        assert labels == []
        return
    assert len(labels) == 3
    assert {(label["lang"], label["dir"]) for label in labels} == {(language, "ltr")}
    assert all(label.text.startswith(words) and label.text for label in labels)


def test_hostile_words_are_words(client):
    photos = [make_photo() for _number in range(3)]
    fields = ("caption", "credit_line", "alt_text", "creator", "copyright_notice", "usage_terms")
    story = publish_with(*photos, body="<p>One.</p>@2", captions=[HOSTILE])
    Photo.objects.update(**dict.fromkeys(fields, HOSTILE))
    response = client.get(address_of(story))
    page = read_page(response)
    assert b"<script>alert" not in response.content
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", response.content)
    shown = re.sub(r"[\x01\x0b]", "", HOSTILE)
    for figure in page.all("figure"):
        assert figure.one("img")["alt"] == shown
        assert figure.one("span", "caption").text == " ".join(shown.split())
        assert not figure.all("b")


def test_a_caption_has_its_own_direction_whatever_the_pages(client):
    photo = make_photo(caption="ميناء")
    story = publish_with(photo, make_photo(), language="ar")
    page = page_of(client, story)
    assert page.one("article")["dir"] == "rtl"
    assert figure_of(page, photo).one("figcaption")["dir"] == "auto"
    gallery = page.one("section", "gallery")
    assert (gallery.language, gallery.one("div", "photos")["dir"]) == ("it", "rtl")
    assert gallery.one("div", "photos")["lang"] == "ar"


# What browsers get


def test_three_formats_best_first_in_widths_that_the_picture_has(client):
    photo = make_photo((1000, 700))
    picture = figure_of(page_of(client, publish_with(photo)), photo).one("picture")
    assert [each.tag for each in picture.elements] == ["source", "source", "img"]
    assert [each["type"] for each in picture.all("source")] == ["image/avif", "image/webp"]
    for each, ending in zip(picture.elements, ("avif", "webp", "jpg"), strict=True):
        files = [entry.split() for entry in each["srcset"].split(", ")]
        assert [width for _url, width in files] == ["320w", "480w", "640w", "800w"]
        assert all(url.endswith(f"-{width[:-1]}.{ending}") for url, width in files)
        assert each["sizes"]
    assert picture.one("img")["src"].endswith("-800.jpg")


def test_the_lead_is_fetched_first_and_the_others_when_they_come_near(client):
    lead, placed, other = (make_photo() for _number in range(3))
    page = page_of(client, publish_with(lead, placed, other, body="<p>One.</p>@2"))
    image = figure_of(page, lead).one("img")
    assert (image.get("fetchpriority"), image.get("loading"), image.get("decoding")) == ("high", None, None)
    for photo in (placed, other):
        image = figure_of(page, photo).one("img")
        assert (image.get("loading"), image.get("decoding")) == ("lazy", "async")
        assert image.get("fetchpriority") is None


@pytest.mark.parametrize("size", [(640, 480), (200, 150), (480, 1500), (2400, 700), (90, 90)])
def test_width_and_height_are_those_of_the_file_so_that_nothing_shifts(client, size):
    photo = make_photo(size)
    page = page_of(client, publish_with(photo, make_photo(size)))
    for figure in page.all("figure"):
        image = figure.one("img")
        file = Image.open(io.BytesIO(client.get(image["src"]).getvalue()))
        assert (image["width"], image["height"]) == (str(file.width), str(file.height))
        assert ("tall" in figure.classes) is (file.height > file.width)
        assert ("small" in figure.classes) is (file.height <= file.width < 640)


def test_every_file_that_is_named_anywhere_is_there_and_no_other_is_made_ahead(client):
    photo = make_photo((500, 400))
    section = make_section("sport")
    story = publish_with(photo, section=section)
    in_text = publish_with(photo, section=section, body="<p>One.</p>@1")
    in_gallery = publish_with(make_photo(), photo, section=section)
    paths = ["/", "/sport/", "/sport/rss.xml", "/sport/atom.xml", "/sport/feed.json"]
    paths += [f"{section.get_absolute_url()}{timezone.localtime():%Y/%m/%d}/"]
    paths += [address_of(each) for each in (story, in_text, in_gallery)]
    named = set()
    for path in paths:
        named |= set(MEDIA.findall(client.get(path).content.decode()))
    ours = {path for path in named if photo.digest[:20] in path}
    for path in ours:
        response = client.get(path)
        assert (response.status_code, bool(response.getvalue())) == (200, True), path
    said = {re.search(r"-([^-]+)-(\d+)\.(\w+)$", path).groups() for path in ours}
    assert said <= {(crop, str(width), kind) for crop, width, kind in recipes_named((500, 400))}
    assert {crop for crop, _width, _kind in said} == {"whole", "16x9", "4x3", "1x1"}


# On lists


def test_a_fronts_lead_has_a_large_picture_and_the_others_smaller_ones(client):
    photos = [make_photo((1800, 1200)) for _number in range(6)]
    stories = [publish_with(photo, section=make_section("sport/sailing")) for photo in photos]
    pin(make_section(""), stories[0], position=0)
    page = read_page(client.get("/"))
    shot = page.one("section", "lead").one("a", "shot")
    assert shot["href"] == page.one("section", "lead").one("h2").one("a")["href"]
    assert (shot["tabindex"], shot["aria-hidden"]) == ("-1", "true")  # the headline beside it is the link
    image = shot.one("img")
    assert (image["width"], image["height"], image["alt"]) == ("1600", "900", "")
    assert image["fetchpriority"] == "high"
    others = [each for each in page.all("img") if each is not image]
    assert others
    assert all(each["loading"] == "lazy" and int(each["width"]) <= 1024 for each in others)


def test_lists_show_a_thumbnail_of_the_lead_photo_alone(client):
    lead, other = make_photo(), make_photo()
    publish_with(lead, other)
    newer = publish_with().publication.head_edition
    day = f"/sport/{timezone.localtime():%Y/%m/%d}/"
    for path in (day, f"/sport/?before={Cursor.after(newer)}"):
        images = read_page(client.get(path)).all("img")
        assert len(images) == 1, path
        assert lead.digest[:20] in images[0]["src"]
        assert "-4x3-" in images[0]["src"]


def test_a_front_without_pictures_has_no_trace_of_any(client):
    for _number in range(6):
        publish_with()
    content = client.get("/sport/").content
    assert b"<img" not in content
    assert b"shot" not in content


# In a preview, and what it costs


def test_a_preview_shows_the_same_as_the_page(client):
    photos = [make_photo(caption=f"Picture {number}") for number in range(4)]
    story = publish_with(*photos, body="<p>One.</p>@2<p>Two.</p>", captions=["Own words"])
    preview = previewing.make(story, story.head_revision.data, by=make_user(is_superuser=True))
    pages = [
        client.get(path).content.decode()
        for path in (address_of(story), f"/preview/{previewing.token_of(preview)}/")
    ]
    figures = [re.findall(r"<figure.*?</figure>", page, re.DOTALL) for page in pages]
    assert len(figures[0]) == 4
    assert figures[0] == figures[1]


def test_a_preview_of_a_story_that_was_never_saved_shows_its_pictures_too(client):
    photo = make_photo()
    draft = hang(make_article(section=make_section("sport")), photo)
    preview = previewing.make(None, draft.head_revision.data, by=make_user(is_superuser=True))
    page = read_page(client.get(f"/preview/{previewing.token_of(preview)}/"))
    assert figure_of(page, photo).classes == ["photo", "lead-photo"]


@pytest.mark.parametrize("count", [1, 3, 12])
def test_pictures_cost_no_query_more(client, django_assert_num_queries, count):
    photos = [make_photo() for _number in range(count)]
    stories = [publish_with(*photos, topics=[make_topic()]) for _number in range(count)]
    address, section = address_of(stories[0]), "/sport/"
    client.get(address), client.get(section)
    for path, queries in ((address, 1), (section, 4), ("/", 4), ("/sport/rss.xml", 1)):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200


def test_a_correction_keeps_the_pictures(client):
    photo = make_photo()
    story = publish_with(photo)
    workflow.hold(story, by=None, reason="is checked")
    workflow.release(story, by=None)
    assert figure_of(page_of(client, story), photo)
