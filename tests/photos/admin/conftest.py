"""A desk with pictures: the reporter's own and one that nobody here uploaded."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import ArticlePhoto, Edition, EditionPhoto
from tests.articles.admin.conftest import as_, set_up
from tests.factories import make_photo
from tests.photos.pictures import file_of, halves

__all__ = ["as_"]

LIST = "/admin/photos/photo/"
UPLOAD = f"{LIST}add/"
SEVERAL = f"{LIST}several/"


@pytest.fixture
def desk(db):
    desk = set_up()
    desk.own = make_photo(by=desk.people["reporter"], headline="The reporter's own")
    desk.others = make_photo(headline="Somebody else's")
    return desk


def change_of(photo):
    return f"{LIST}{photo.pk}/change/"


def kill_of(photo):
    return f"{LIST}{photo.pk}/kill/"


def original_of(photo):
    return f"{LIST}{photo.pk}/original/"


def use(photo, article, *, on_page=False):
    if on_page:
        edition = Edition.objects.live(timezone.now()).get(publication__article=article)
        EditionPhoto.objects.create(edition=edition, photo=photo, position=1)
    else:
        ArticlePhoto.objects.create(article=article, photo=photo, position=1)


def text(response):
    return response.content.decode()


def picture_file(name="harbour.jpg", size=(64, 48), shade=0):
    """A picture that no other has, for another shade."""
    image = halves("RGB", size)
    image.paste((shade, shade, shade), (0, 0, 16, 16))
    return SimpleUploadedFile(name, file_of(image, "JPEG").getvalue(), content_type="image/jpeg")


def sent_form(client, photo, **changed):
    """What a browser sends back of the form as it stands, with what was changed in it."""
    form = client.get(change_of(photo)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {}
    for name, value in values.items():
        if value in (None, False):
            continue
        widget = form.fields[name].widget
        sent[name] = widget.format_value(value) if name.endswith("_at") else "on" if value is True else value
    return {**sent, "_continue": "1"} | changed
