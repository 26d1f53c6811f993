"""docs/branding.md, done step by step as it says: a folder of its own changes what the site looks like."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.website.markup import read

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "branding.md").read_text()

VISIT = """
import json
import django
django.setup()
from django.contrib.staticfiles import finders
from django.test import Client
client = Client(raise_request_exception=False)
pages = {address: client.get(address).content.decode() for address in ("/", "/nothing/", "/admin/login/")}
files = {name: finders.find(f"site/{name}") for name in ("brand.css", "logo.svg", "icon.svg", "site.css")}
print(json.dumps({"pages": pages, "files": files}))
"""


def visit(**environment):
    """A site in a process of its own, whose database refuses everything: every page is an error page."""
    everything = {name: value for name, value in os.environ.items() if name != "NEWSROOM_BRAND"} | {
        "DATABASE_URL": "sqlite:////nowhere/none.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "NEWSROOM_ALLOWED_HOSTS": "testserver",
        "PYTHONPATH": str(PROJECT),
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=PROJECT,
        env=everything,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def blocks(language):
    """What the page shows to be written into files of this kind."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def brand(tmp_path):
    """The folder as a new user makes it from the page."""
    site, templates = tmp_path / "static" / "site", tmp_path / "templates"
    site.mkdir(parents=True)
    templates.mkdir()
    (site / "brand.css").write_text("".join(blocks("css")))
    (site / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"/>')
    (site / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for template, name in zip(blocks("django"), ("_footer.html", "base.html"), strict=True):
        (templates / name).write_text(template)
    return tmp_path


def test_what_the_page_says_to_write_changes_every_page_of_the_site(brand):
    done = visit(NEWSROOM_BRAND=str(brand))
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    for address in ("/", "/nothing/"):
        page = read(answer["pages"][address])
        styles = [link["href"] for link in page.all("link", rel="stylesheet")]
        assert styles == ["/static/site/site.css", "/static/site/brand.css"]  # ours first: its rules win
        logo = page.one("p", "wordmark").one("img")
        assert (logo["src"], logo["alt"]) == ("/static/site/logo.svg", "127.0.0.1:8000")
        assert "A member of the Alliance of Small Agencies." in page.one("footer").text
        assert page.one("footer").one("p", "name").text  # what ours says is still there
        assert page.one("meta", name="author")["content"] == "The Agency"
    assert answer["files"]["icon.svg"] == str(brand / "static" / "site" / "icon.svg")
    assert answer["files"]["brand.css"] == str(brand / "static" / "site" / "brand.css")
    assert answer["files"]["site.css"] == str(PROJECT / "static" / "site" / "site.css")


def test_without_anything_in_it_the_pages_are_ours(tmp_path):
    done = visit(NEWSROOM_BRAND=str(tmp_path))
    page = read(json.loads(done.stdout)["pages"]["/"])
    assert [link["href"] for link in page.all("link", rel="stylesheet")] == ["/static/site/site.css"]
    assert not page.one("p", "wordmark").all("img")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    done = visit(NEWSROOM_BRAND=str(tmp_path / "none"))
    assert done.returncode != 0
    assert "there is no such folder" in done.stderr


def test_the_properties_that_the_page_lists_are_those_of_the_style_sheet():
    style = (PROJECT / "static" / "site" / "site.css").read_text()
    listed = set(re.findall(r"`(--[a-z]+)`", PAGE))
    assert listed
    for name in listed:
        assert f"  {name}: " in style, name


def test_make_run_says_nothing_of_a_file_that_the_brand_has_instead_of_ours(brand, tmp_path):
    recipe = re.search(r"manage\.py (collectstatic .*)", (PROJECT / "Makefile").read_text())[1]
    done = subprocess.run(
        [sys.executable, "manage.py", *recipe.split()],
        cwd=PROJECT,
        env=os.environ
        | {
            "NEWSROOM_BRAND": str(brand),
            "NEWSROOM_SECRET_KEY": "x" * 50,
            "NEWSROOM_STATIC_ROOT": str(tmp_path / "collected"),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout + done.stderr == ""
    collected = tmp_path / "collected" / "site" / "icon.svg"
    assert collected.read_text() == (brand / "static" / "site" / "icon.svg").read_text()


def test_an_upgrade_leaves_the_folder_alone():
    assert "/brand/" in (PROJECT / ".gitignore").read_text().split()
