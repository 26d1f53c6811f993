"""Pictures in buckets, by the settings that a site gives: on a real server that speaks S3, not on a mock."""

import io
import json
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings as the_settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image

from photos import showing
from photos.files import names_in, original_name, originals, put, renditions
from photos.killing import kill
from photos.models import Photo
from photos.pixels.renditions import Recipe, name_of
from tests.articles.correcting import correct
from tests.factories import make_photo, publish_article
from tests.servers.processes import free_port, missing
from tests.website.hanging import publish_with
from tests.website.test_share_cards import get, image_of
from website import share_cards
from website.rendering import lacking, render

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CARD = Recipe("16x9", 320, "webp")
BUCKETS = MEDIA, ORIGINALS = "newsroom-media", "newsroom-originals"
STARTING_TAKES_AT_MOST = 30  # seconds
WHO = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint():
    """Where moto's server answers, for the module."""
    try:
        import boto3  # noqa: F401, PLC0415 - it may be missing
        import moto.server  # noqa: F401, PLC0415
        import storages.backends.s3  # noqa: F401, PLC0415
    except ImportError:
        missing("django-storages[s3] or moto (requirements-dev.txt)")
    port = free_port()
    server = [sys.executable, "-m", "moto.server", "--port", str(port)]
    process = subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port, process):
    deadline = time.monotonic() + STARTING_TAKES_AT_MOST
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("moto's server did not start")


SAY = "import json; from newsroom.settings import STORAGES as s; print(json.dumps(s, default=str))"


def settings_of(**environment):
    """What a process with these variables says of its storages."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("NEWSROOM_")}
    return subprocess.run(
        [sys.executable, "-c", environment.pop("SAY", SAY)],
        env=ours | {"NEWSROOM_SECRET_KEY": "x"} | environment,
        cwd=the_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def configured(endpoint):
    where = {"NEWSROOM_MEDIA_BUCKET": MEDIA, "NEWSROOM_ORIGINALS_BUCKET": ORIGINALS}
    said = json.loads(settings_of(**where, NEWSROOM_S3_ENDPOINT=endpoint).stdout)
    return {name: said[name] for name in ("default", "originals")}


@pytest.fixture
def s3(own_files, configured, endpoint, settings, monkeypatch):
    """Two empty buckets, with which the site works; as another client sees them."""
    import boto3  # noqa: PLC0415 - it may be missing

    for name, value in WHO.items():
        monkeypatch.setenv(name, value)
    s3 = boto3.resource("s3", endpoint_url=endpoint)
    for name in BUCKETS:
        s3.create_bucket(Bucket=name)
    settings.STORAGES = settings.STORAGES | configured
    yield s3
    for name in BUCKETS:
        s3.Bucket(name).objects.all().delete()


def keys(s3, bucket):
    return sorted(each.key for each in s3.Bucket(bucket).objects.all())


def place(photo):
    return showing.place_of(name_of(photo.digest, showing.focal_of(photo), CARD))


def address(photo):
    folder, _slash, name = place(photo).removeprefix("photos/").rpartition("/")
    return reverse("photo", kwargs={"place": folder, "name": name})


@contextmanager
def without_the_originals(s3):
    """As where nothing can be kept."""
    s3.Bucket(ORIGINALS).objects.all().delete()
    s3.Bucket(ORIGINALS).delete()
    try:
        yield
    finally:
        s3.create_bucket(Bucket=ORIGINALS)


def test_an_upload_is_in_the_bucket_of_originals_as_it_came(s3, own_files):
    photo = make_photo((640, 480))
    assert keys(s3, ORIGINALS) == [original_name(photo.digest)]
    assert keys(s3, MEDIA) == []
    with originals().open(original_name(photo.digest)) as file:
        assert showing_size(file) == (640, 480)
        file.seek(0)
        assert len(file.read()) == file.size == photo.size
    assert not [path for path in own_files.rglob("*") if path.is_file()]


def showing_size(file):
    with Image.open(file) as image:
        return image.size


def test_what_is_large_comes_back_whole(s3):
    """It is sent in parts, and appears when all of them are there."""
    content = bytes(range(256)) * 80_000
    put(originals(), "ab/large", ContentFile(content))
    with originals().open("ab/large") as file:
        assert file.read() == content


def test_what_is_there_is_not_sent_again(s3):
    put(renditions(), "photos/ab/one", ContentFile(b"first"))
    put(renditions(), "photos/ab/one", ContentFile(b"other"))
    assert keys(s3, MEDIA) == ["photos/ab/one"]
    assert s3.Object(MEDIA, "photos/ab/one").get()["Body"].read() == b"first"


def test_no_file_may_be_fetched_from_the_buckets_themselves(s3):
    """Nothing says to a bucket that what we keep in it is for everybody."""
    photo = make_photo((640, 480))
    for grant in s3.ObjectAcl(ORIGINALS, original_name(photo.digest)).grants:
        assert "URI" not in grant["Grantee"]  # which is how groups are told, such as everybody


def test_a_rendition_is_made_when_it_is_asked_for_and_then_in_the_bucket(s3, client, monkeypatch):
    photo = make_photo((640, 480))
    response = get(client, address(photo))
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["Cache-Control"] == "public, max-age=86400, s-maxage=1"
    assert int(response["Content-Length"]) == len(response.whole)
    assert showing_size(io.BytesIO(response.whole)) == (320, 180)
    assert keys(s3, MEDIA) == [place(photo)]
    monkeypatch.setattr(showing, "render_all", None)
    assert get(client, address(photo)).whole == response.whole


def test_every_address_on_a_page_is_answered_by_us(s3, client):
    story = publish_with(make_photo((640, 480)))
    page = client.get(f"/sport/{story.publication.address}/").content.decode()
    paths = set(re.findall(r"/media/photos/[^\s\"<>&]+", page))
    assert len(paths) >= 6
    assert {get(client, path).status_code for path in paths} == {200}
    assert "127.0.0.1:8000/media/photos/" in page  # in Open Graph: not the bucket's address


def test_what_pages_name_is_made_beforehand(s3):
    photo = make_photo((500, 400))
    assert render(photo) == len(keys(s3, MEDIA)) > 0
    assert lacking(photo) == []


def test_of_a_killed_picture_no_rendition_is_left(s3, client, django_capture_on_commit_callbacks):
    killed, other = make_photo((640, 480)), make_photo((641, 480))
    assert {get(client, address(photo)).status_code for photo in (killed, other)} == {200}
    with django_capture_on_commit_callbacks(execute=True):
        kill(killed, "wrong person")
    assert keys(s3, MEDIA) == [place(other)]
    response = get(client, address(killed))
    assert (response.status_code, response["Cache-Control"]) == (410, "no-store")
    assert original_name(killed.digest) in keys(s3, ORIGINALS)


def test_what_goes_while_somebody_reads_it_breaks_off_for_nobody(s3):
    put(renditions(), "photos/ab/one", ContentFile(b"whole"))
    with renditions().open("photos/ab/one") as file:
        renditions().delete("photos/ab/one")
        assert file.read() == b"whole"
    with pytest.raises(FileNotFoundError):
        renditions().open("photos/ab/one")


def test_many_who_ask_at_once_all_get_the_whole_file(s3):
    """One storage serves all threads of a process."""
    contents = {f"photos/ab/{number}": bytes([number]) * 300_000 for number in range(16)}
    for name, content in contents.items():
        put(renditions(), name, ContentFile(content))

    def read(name):
        with renditions().open(name) as file:
            return file.read()

    with ThreadPoolExecutor(8) as readers:
        assert dict(zip(contents, readers.map(read, contents), strict=True)) == contents


def test_a_share_card_is_drawn_once_and_kept(s3, client, monkeypatch):
    story = publish_article(headline="Two ministers in Belgrade")
    card = image_of(client, story)
    first = get(client, card)
    assert showing_size(io.BytesIO(first.whole)) == (1200, 630)
    assert [key.partition("/")[0] for key in keys(s3, MEDIA)] == ["cards"]
    monkeypatch.setattr(share_cards, "draw", None)
    assert get(client, card).whole == first.whole
    correct(story, note="It was otherwise.", headline="One minister in Belgrade")
    assert get(client, card).status_code == 404  # though it lies there


def test_an_upload_that_cannot_be_kept_leaves_no_row(s3):
    with without_the_originals(s3), pytest.raises(OSError, match="NoSuchBucket"):
        make_photo((640, 480))
    assert not Photo.objects.exists()
    assert make_photo((640, 480)).pk


def test_a_bucket_that_is_not_there_is_no_empty_one(s3):
    make_photo((640, 480))
    with without_the_originals(s3):
        with pytest.raises(OSError, match="NoSuchBucket"):
            names_in(originals(), "ab")
        with pytest.raises(OSError, match="NoSuchBucket"):
            call_command("check_photos", "--repair")


def test_while_buckets_do_not_answer_pages_go_on_and_nothing_is_half_done(
    s3, client, configured, settings, caplog
):
    photo = make_photo((640, 480))
    story = publish_with(photo)
    nobody = {"endpoint_url": f"http://127.0.0.1:{free_port()}"}
    settings.STORAGES = settings.STORAGES | {
        name: each | {"OPTIONS": each["OPTIONS"] | nobody} for name, each in configured.items()
    }
    page = client.get(f"/sport/{story.publication.address}/")
    assert (page.status_code, b"/media/photos/" in page.content) == (200, True)
    response = client.get(address(photo))
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "Could not connect" in caplog.text
    with pytest.raises(OSError, match="Could not connect"):
        make_photo((641, 480))
    assert Photo.objects.count() == 1


def test_files_and_rows_are_held_against_each_other(s3, client, monkeypatch, capsys):
    monkeypatch.setattr("photos.management.commands.check_photos.AN_HOUR", -timedelta(hours=1))
    lost, killed, whole = (make_photo((width, 480)) for width in (640, 641, 642))
    for photo in (killed, whole):
        assert get(client, address(photo)).status_code == 200
    call_command("check_photos")
    assert "0 originals missing, 0 unknown, renditions of 0 pictures left over." in capsys.readouterr().out

    stray = f"ab/{'ab' * 32}"
    put(originals(), stray, ContentFile(b"stray"))
    Photo.objects.filter(pk=killed.pk).update(killed_at="2026-11-22T10:00Z", kill_reason="wrong person")
    with pytest.raises(CommandError, match="0 originals missing, 1 unknown, renditions of 1 pictures"):
        call_command("check_photos")
    s3.Object(ORIGINALS, original_name(lost.digest)).delete()
    with pytest.raises(CommandError, match="1 originals missing, 1 unknown, renditions of 1 pictures"):
        call_command("check_photos", "--repair")
    assert lost.digest in capsys.readouterr().out
    assert keys(s3, ORIGINALS) == sorted(original_name(photo.digest) for photo in (killed, whole))
    assert keys(s3, MEDIA) == [place(whole)]


def test_what_was_uploaded_in_the_last_hour_is_left_alone(s3):
    put(originals(), f"ab/{'ab' * 32}", ContentFile(b"its row is on the way"))
    call_command("check_photos", "--repair")
    assert keys(s3, ORIGINALS) == [f"ab/{'ab' * 32}"]


# Settings

BOTH = {"NEWSROOM_MEDIA_BUCKET": MEDIA, "NEWSROOM_ORIGINALS_BUCKET": ORIGINALS}
NEITHER_PACKAGE = f"import sys; sys.modules['storages'] = sys.modules['boto3'] = None; {SAY}"


def test_without_settings_files_are_on_the_disk():
    said = json.loads(settings_of(NEWSROOM_ORIGINALS_ROOT="/srv/originals").stdout)
    assert said["default"] == {"BACKEND": "photos.files.WholeFilesStorage"}
    assert said["originals"]["OPTIONS"] == {"location": "/srv/originals"}


def test_two_buckets_and_no_endpoint_are_amazons(endpoint):
    said = json.loads(settings_of(**BOTH).stdout)
    for name, bucket in zip(("default", "originals"), BUCKETS, strict=True):
        assert said[name]["BACKEND"] == "photos.buckets.BucketStorage"
        assert said[name]["OPTIONS"] == {"bucket_name": bucket, "endpoint_url": None}


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"NEWSROOM_MEDIA_BUCKET": MEDIA}, "two different ones"),
        ({"NEWSROOM_ORIGINALS_BUCKET": ORIGINALS}, "two different ones"),
        ({"NEWSROOM_S3_ENDPOINT": "https://s3.example"}, "two different ones"),
        (dict.fromkeys(BOTH, "one"), "two different ones"),
        (BOTH | {"NEWSROOM_S3_ENDPOINT": "s3.example"}, "NEWSROOM_S3_ENDPOINT is “s3.example”"),
        (BOTH | {"SAY": NEITHER_PACKAGE}, "pip install -r requirements-s3.txt"),
    ],
)
def test_half_a_setting_and_a_missing_package_are_told_when_the_site_starts(environment, words):
    done = settings_of(**environment)
    assert "ImproperlyConfigured: " in done.stderr
    assert words in done.stderr
