"""A real nginx with the configuration that docs/nginx.conf ships, in front of a real server."""

import gzip
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image

from benchmarks import nginx
from tests.servers.databases import own_database
from tests.servers.processes import PROJECT, Newsroom, ask, free_port, missing

pytestmark = pytest.mark.database

WITHIN = 5.0  # seconds, in all


@dataclass
class Site:
    room: Newsroom
    port: int
    redirect: int
    static: Path
    media: Path

    def ask(self, path: str, method: str = "GET", **headers: str):
        return ask(path, self.port, method, **headers)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    if nginx.program() is None:
        missing("nginx (Debian's nginx-light)")
    folder = tmp_path_factory.mktemp("nginx")
    static, media = folder / "static", folder / "media"
    media.mkdir()
    with ExitStack() as stack:
        environment = {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_SECRET_KEY": "for tests only",
            "NEWSROOM_PROXIES": "1",
            "NEWSROOM_STALE": "1",
            "NEWSROOM_STATIC_ROOT": str(static),
            "NEWSROOM_MEDIA_ROOT": str(media),
            "NEWSROOM_ORIGINALS_ROOT": str(folder / "originals"),
        }
        room = Newsroom(stack.enter_context(own_database(folder, is_empty=True)), folder, **environment)
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(collect, cwd=PROJECT, env=room.environment, check=True)
        room.migrate()
        room.ports = [stack.enter_context(room.server())]
        ports = {"site": free_port(), "redirect": free_port(), "behind": room.ports[0]}
        stack.enter_context(nginx.running(folder, **ports, static=static, media=media))
        yield Site(room, ports["site"], ports["redirect"], static, media)


def test_the_second_reader_gets_what_the_first_one_asked_for(site):
    first, page = site.ask("/nuova-europa/")
    second, same = site.ask("/nuova-europa/")
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    assert page == same
    assert second.headers["Cache-Control"] == "public, max-age=1"
    assert "Set-Cookie" not in second.headers
    assert "Set-Cookie" not in first.headers


def test_who_has_the_page_is_told_so(site):
    etag = site.ask("/")[0].headers["ETag"]
    response, nothing = site.ask("/", If_None_Match=etag)
    assert (response.status, nothing) == (304, b"")
    response, nothing = site.ask("/", "HEAD")
    assert (response.status, nothing, response.headers["ETag"]) == (200, b"", etag)


def test_pages_and_styles_are_compressed(site):
    plain = site.ask("/")[1]
    response, packed = site.ask("/", Accept_Encoding="gzip")
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert gzip.decompress(packed) == plain
    style = re.search(rb'href="(/static/site/site\.[^"]+\.css)"', plain)[1].decode()
    response, packed = site.ask(style, Accept_Encoding="gzip")
    assert response.headers["Content-Encoding"] == "gzip"
    assert packed == (site.static / f"{style.removeprefix('/static/')}.gz").read_bytes()


def test_static_files_and_media_come_from_the_disk_and_last_by_their_names(site):
    (site.static / "only.0123456789ab.css").write_text("p{}")
    (site.static / "plain.css").write_text("p{}")
    there = "photos/ab/abababababababababab/abababababababababab-50x50-16x9-320.webp"
    (site.media / there).parent.mkdir(parents=True)
    (site.media / there).write_bytes(b"RIFF")
    for path, lasts in (
        ("/static/only.0123456789ab.css", "public, max-age=31536000, immutable"),
        ("/static/plain.css", "public, max-age=60"),
        (f"/media/{there}", "public, max-age=86400, s-maxage=1"),
    ):
        response, _content = site.ask(path)
        assert (response.status, response.headers["Cache-Control"]) == (200, lasts)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert site.ask("/static/missing.css")[0].status == 404
    missing, page = site.ask(f"/media/{there.replace('ab', 'cd')}")
    assert missing.status == 404
    assert b"<main" in page  # Newsroom was asked, which might have made it


def test_the_desk_is_never_kept_and_takes_pictures(site):
    for _time in range(2):
        response, _page = site.ask("/admin/login/")
        assert response.status == 200
        assert "X-Cache" not in response.headers
        assert "no-store" in response.headers["Cache-Control"]
    for path, status in (("/admin/login/", 403), ("/", 413)):
        connection = HTTPConnection("127.0.0.1", site.port, timeout=10)
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", "100000")
        connection.putheader("Content-Type", "application/octet-stream")
        connection.endheaders()
        if status == 403:
            connection.send(b"x" * 100_000)
        assert connection.getresponse().status == status
        connection.close()


def test_whoever_is_logged_in_sees_pages_as_they_are(site):
    site.ask("/")
    response, _page = site.ask("/", Cookie="sessionid=whatever")
    assert response.headers["X-Cache"] == "BYPASS"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert site.ask("/")[0].headers["Cache-Control"].startswith("public")


def test_nobody_searches_without_end(site):
    """Of everything else a client may ask for as much as it likes."""
    found = [site.ask(f"/search/?q=word{number}")[0] for number in range(40)]
    assert [response.status for response in found[:20]] == [200] * 20
    assert found[-1].status == 429
    assert {site.ask(f"/nuova-europa/?x={number}")[0].status for number in range(40)} == {200}
    time.sleep(0.5)
    again = [site.ask("/search/?q=word0")[0] for _time in range(2)]
    assert again[1].status == 200
    assert again[1].headers["X-Cache"] in {"HIT", "UPDATING"}  # from what is kept, be it renewed meanwhile


def test_the_insecure_address_leads_to_the_secure_one(site):
    response, _page = ask("/nuova-europa/?before=1.2", site.redirect)
    assert response.status == 301
    assert response.headers["Location"] == "https://news.example/nuova-europa/?before=1.2"


def test_log_ins_are_throttled_by_the_address_that_nginx_saw(site):
    """What the client says of itself comes before what nginx adds."""
    site.room.run("make_user(username='anna'); print('{}')")

    def try_to_log_in(claimed: str) -> int:
        response, page = site.ask("/admin/login/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()
        cookie = response.headers["Set-Cookie"].partition(";")[0]
        form = {"username": "anna", "password": "guess", "csrfmiddlewaretoken": token}
        connection = HTTPConnection("127.0.0.1", site.port, timeout=10)
        headers = {
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": claimed,
        }
        connection.request("POST", "/admin/login/", urlencode(form), headers)
        status = connection.getresponse().status
        connection.close()
        return status

    assert [try_to_log_in(f"203.0.113.{number}") for number in range(5)][-1] == 429
    seen = site.room.run(
        "from axes.models import AccessAttempt\n"
        "print(json.dumps(list(AccessAttempt.objects.values_list('ip_address', flat=True))))"
    )
    assert set(seen) == {"127.0.0.1"}


KILL = """
story = Article.objects.get(pk=sys.argv[1])
workflow.kill(story, by=None, reason="untrue")
print(json.dumps({"at": time.time()}))
"""


def test_what_is_killed_is_gone_within_five_seconds_also_where_nobody_had_asked(site):
    story = site.room.run("answer(publish_article(headline='Not true at all'))")
    quiet = site.room.run("answer(publish_article(headline='Not true either'))")
    assert site.ask(quiet["path"])[0].status == 200
    assert site.ask(story["path"])[0].status == 200
    at = site.room.run(KILL, str(story["pk"]))["at"]
    site.room.run(KILL, str(quiet["pk"]))
    last = at
    while time.time() < at + WITHIN:
        if b"Not true at all" in site.ask(story["path"])[1]:
            last = time.time()
        time.sleep(0.05)
    assert last - at < WITHIN - 1, f"{last - at:.1f} s, and one more in the reader's browser"
    # Its page was not asked for since: nginx has it still, and must not serve it first and ask then.
    assert site.ask(quiet["path"])[0].status == 410


PICTURED = """
from tests.factories import make_photo
from tests.website.hanging import publish_with
photo = make_photo((1300, int(sys.argv[1])))  # each another file
story = publish_with(photo, headline="A harbour", section=make_section("nuova-europa/serbia"))
answer(story, photo=photo.pk, digest=photo.digest[:20])
"""
KILL_PICTURE = """
from photos.killing import kill
from photos.models import Photo
kill(Photo.objects.get(pk=sys.argv[1]), "wrong person")
print(json.dumps({"at": time.time()}))
"""
PICTURES = re.compile(rb"/media/photos/[^\s\"<>&]+")
GONE_WITHIN = 2.0


def pictures_on(site, path):
    return {
        each.decode().removeprefix("http://127.0.0.1:8000") for each in PICTURES.findall(site.ask(path)[1])
    }


def test_a_killed_picture_is_gone_within_two_seconds_also_from_the_disk(site):
    story = site.room.run(PICTURED, "900")
    named = pictures_on(site, story["path"])
    asked = [each for each in named if re.search(r"-(320|480)\.", each)]
    quiet = next(each for each in named if each.endswith("-1024.jpg"))
    assert len(asked) >= 6
    for path in asked:
        made, first = site.ask(path)
        found, second = site.ask(path)
        assert (made.status, found.status) == (200, 200)
        assert first == second
        assert found.headers["Cache-Control"] == "public, max-age=86400, s-maxage=1"
        assert "sandbox" in found.headers["Content-Security-Policy"]  # nginx has it from the disk
        assert (site.media / path.removeprefix("/media/")).read_bytes() == second
    at = site.room.run(KILL_PICTURE, str(story["photo"]))["at"]
    last = at
    while time.time() < at + GONE_WITHIN:
        statuses = {site.ask(path)[0].status for path in asked}
        if statuses != {410}:
            last = time.time()
        time.sleep(0.05)
    assert last - at < GONE_WITHIN - 0.5, f"{last - at:.1f} s"
    response, _content = site.ask(asked[0])
    assert (response.status, response.headers["Cache-Control"]) == (410, "no-store")
    assert site.ask(quiet)[0].status == 410
    while story["digest"].encode() in site.ask(story["path"])[1]:  # nginx keeps pages for a second more
        assert time.time() < at + WITHIN - 1
        time.sleep(0.05)
    response, page = site.ask(story["path"])
    assert response.status == 200
    assert b"A harbour" in page
    assert site.ask(card_on(page))[0].status == 200  # drawn in its place


MOVE_FOCAL_POINT = """
from photos import editing
from photos.models import Photo
photo = Photo.objects.get(pk=sys.argv[1])
photo.focal_x = 0.1
editing.save(photo)
print(json.dumps({"moved": True}))
"""


def test_a_crop_of_a_former_focal_point_leads_to_that_of_today_though_it_lay_on_the_disk(site):
    story = site.room.run(PICTURED, "904")
    crop = next(each for each in pictures_on(site, story["path"]) if "-50x50-16x9-" in each)
    for _time in range(2):
        assert site.ask(crop)[0].status == 200
    assert (site.media / crop.removeprefix("/media/")).is_file()
    site.room.run(MOVE_FOCAL_POINT, str(story["photo"]))
    response, _content = site.ask(crop)
    assert response.status == 302
    assert response.headers["Location"] == crop.replace("-50x50-", "-10x50-")
    assert response.headers["Cache-Control"].startswith("public, max-age=1,")  # as for a page
    assert site.ask(response.headers["Location"])[0].status == 200
    site.room.run(KILL_PICTURE, str(story["photo"]))
    assert site.ask(crop)[0].status == 410


def card_on(page):
    return re.search(rb'og:image" content="[^"]*?(/media/[^"]+)"', page)[1].decode()


def test_of_a_killed_story_the_card_is_gone_within_two_seconds_and_nginx_never_had_it(site):
    story = site.room.run("answer(publish_article(headline='A card that is drawn'))")
    card = card_on(site.ask(story["path"])[1])
    for _time in range(2):
        response, drawn = site.ask(card)
        assert response.status == 200
        assert Image.open(io.BytesIO(drawn)).size == (1200, 630)
        assert "X-Cache" not in response.headers
    assert not (site.media / card.removeprefix("/media/")).exists()
    at = site.room.run(KILL, str(story["pk"]))["at"]
    while site.ask(card)[0].status != 410:
        assert time.time() < at + GONE_WITHIN
        time.sleep(0.05)
    assert site.ask(f"{card.rpartition('-')[0]}-0.png")[0].status == 410


def test_nobody_gets_half_a_picture_however_many_ask_at_once(site):
    story = site.room.run(PICTURED, "901")
    path = next(each for each in pictures_on(site, story["path"]) if each.endswith("-whole-1280.jpg"))
    with ThreadPoolExecutor(16) as readers:
        found = list(readers.map(lambda _number: site.ask(path), range(48)))
    assert {response.status for response, _content in found} == {200}
    assert {int(response.headers["Content-Length"]) for response, _content in found} == {len(found[0][1])}
    assert len({content for _response, content in found}) == 1
    Image.open(io.BytesIO(found[0][1])).load()


def test_the_file_as_it_ships_is_one_that_nginx_takes(tmp_path):
    """With TLS, a certificate of our own and other folders."""
    if nginx.program() is None or shutil.which("openssl") is None:
        missing("nginx or openssl")
    names = {"-keyout": tmp_path / "privkey.pem", "-out": tmp_path / "fullchain.pem"}
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=news.example"]
    subprocess.run([*make, *map(str, sum(names.items(), ()))], check=True, capture_output=True)
    site = (PROJECT / "docs" / "nginx.conf").read_text()
    site = site.replace("/etc/letsencrypt/live/news.example", str(tmp_path))
    site = site.replace("/var/cache/nginx/newsroom", str(tmp_path / "cache"))
    user = "user root;" if os.geteuid() == 0 else ""
    file = tmp_path / "nginx.conf"
    file.write_text(nginx.AROUND.format(folder=tmp_path, user=user, site=site))
    check = [nginx.program(), "-t", "-c", str(file), "-p", str(tmp_path)]
    found = subprocess.run(check, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "warn" not in found.stderr


def test_a_search_of_ten_thousand_characters_gets_a_page(site):
    """Of 60,000 bytes, as these are in Cyrillic letters."""
    for words in ("ponte+" * 1700, "%D1%80" * 10_000):
        for port in (site.port, site.room.ports[0]):
            response, page = ask(f"/search/?q={words}", port)
            assert response.status == 200
            assert b'type="search"' in page
            assert len(page) < 60_000


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/search/?q=%D1%80{}", r"/search/\?q=(%D1%80)+(%D1)?"),
        ("/search/rss.xml?language=it&q=old{}", r"/search/rss\.xml\?q=old(%D1%80)+(%D1)?"),
        ("/search/?q=old&language={}", r"/search/\?q=old"),
        ("/search/?language={}", "/search/"),
        ("/nuova-europa/{}/", "/search/"),
    ],
)
def test_an_address_that_nobody_takes_leads_to_the_first_words_of_it(site, asked, leads_to):
    response, _page = site.ask(asked.format("%D1%80" * 20_000))
    assert response.status == 303
    assert re.fullmatch(leads_to, response.headers["Location"])
    assert site.ask(response.headers["Location"])[0].status == 200


def test_what_runs_gunicorn_sets_no_shorter_limit():
    for name in ("Makefile", "docs/newsroom.service"):
        assert "--limit-request-line 0 " in (PROJECT / name).read_text(), name


@pytest.fixture
def without_a_disk(site, tmp_path):
    """Another nginx before the same site, which finds no picture on a disk: as where they are in buckets."""
    (tmp_path / "media").mkdir()
    ports = {"site": free_port(), "redirect": free_port(), "behind": site.room.ports[0]}
    with nginx.running(tmp_path, **ports, static=site.static, media=tmp_path / "media", buckets=True):
        yield Site(site.room, ports["site"], ports["redirect"], site.static, tmp_path / "media")


def test_of_pictures_in_buckets_one_request_answers_all_who_ask_and_a_kill_waits_for_two_seconds(
    without_a_disk,
):
    site = without_a_disk
    story = site.room.run(PICTURED, "902")
    path = next(each for each in pictures_on(site, story["path"]) if each.endswith("-whole-1280.jpg"))
    with ThreadPoolExecutor(16) as readers:
        found = list(readers.map(lambda _number: site.ask(path), range(48)))
    assert len({content for _response, content in found}) == 1
    answers = [(response.status, response.headers["X-Cache"]) for response, _content in found]
    assert answers.count((200, "MISS")) == 1
    assert answers.count((200, "HIT")) >= 30  # some may have come when the second was over
    assert found[0][0].headers["Cache-Control"] == "public, max-age=86400, s-maxage=1"
    at = site.room.run(KILL_PICTURE, str(story["photo"]))["at"]
    while site.ask(path)[0].status != 410:
        assert time.time() < at + GONE_WITHIN + 0.5  # nginx counts in whole seconds
        time.sleep(0.05)
    response, _content = site.ask(path)
    assert (response.status, response.headers["Cache-Control"]) == (410, "no-store")
