"""manage.py ingest and export, as they are typed."""

import errno
import os
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import workflow
from articles.models import Article, Publication
from sections.models import Section
from tests.factories import make_section, make_user, publish_article
from tests.wire.copy import make_text
from wire.files import LARGEST
from wire.models import Item

pytestmark = pytest.mark.django_db

OPTIONS = ("--year", "2022", "--create-sections")


def ingest(*arguments) -> tuple[str, str, str]:
    """What the command writes to standard output and error, and what it fails with."""
    out, err, failure = StringIO(), StringIO(), ""
    try:
        call_command("ingest", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        failure = str(error)
    return out.getvalue(), err.getvalue(), failure


def write(folder, name="bridge.txt", content=None, **fields):
    path = folder / name
    path.write_bytes(content if content is not None else make_text(**fields).encode())
    return path


def test_a_line_a_file_says_what_happened(tmp_path):
    path = write(tmp_path)
    out, err, failure = ingest(path, "--publish", *OPTIONS)
    address = "/nuova-europa/serbia/2022/11/21/bridge-opens-in-belgrade/"
    assert out == f"{path}: published {address}\n1 file: 1 published.\n"
    assert (err, failure) == ("", "")
    assert ingest(path, *OPTIONS)[0].startswith(f"{path}: unchanged {address}\n")


def test_what_is_refused_does_not_keep_the_others_out(tmp_path):
    good = write(tmp_path, "a.txt")
    bad = write(tmp_path, "b.txt", sections=("ANSA", "Brand new"), time_line="31 November, 17:07")
    last = write(tmp_path, "c.txt", headline="Another")
    out, err, failure = ingest(tmp_path, *OPTIONS)
    assert out == f"{good}: new draft\n{last}: new draft\n"
    assert err == f"{bad}, line 7: refused: there is no such day or time: “31 November, 17:07”\n"
    assert failure == "3 files: 2 new draft, 1 refused."
    assert not Section.objects.filter(name="Brand new").exists()


def test_a_folder_means_its_text_files_and_no_file_is_taken_twice(tmp_path):
    write(tmp_path, "a.txt")
    write(tmp_path, "a.jpg")
    assert "1 file: 1 new draft." in ingest(tmp_path, tmp_path / "a.txt", *OPTIONS)[0]


def test_two_files_of_one_name_are_two_stories_for_nobody(tmp_path):
    (tmp_path / "more").mkdir()
    write(tmp_path)
    write(tmp_path / "more", headline="Another")
    assert "the same name" in ingest(tmp_path, tmp_path / "more", *OPTIONS)[1]
    assert Article.objects.get().headline == "Bridge opens in Belgrade"


@pytest.mark.parametrize(
    ("content", "where", "reason"),
    [
        (b"", ", line 1", "the file is empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", ", line 1", "no UTF-8 text"),
        ("Percorso:ANSA > Città\n\nCittà\n".encode("cp1252"), ", line 1", "save it as UTF-8"),
        (b"Percorso:ANSA > A\n\nA\x00\n", ", line 3", "control character U+0000"),
        (b"x" * (LARGEST + 1), "", "too large: 0.5 MB"),
    ],
)
def test_a_file_that_is_no_story_is_refused_with_its_name_and_the_reason(tmp_path, content, where, reason):
    path = write(tmp_path, content=content)
    _out, err, failure = ingest(path, *OPTIONS)
    assert err.startswith(f"{path}{where}: refused: ")
    assert reason in err
    assert failure == "1 file: 1 refused."
    assert not Section.objects.exists()


def test_twenty_megabytes_are_refused_without_being_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(20_000_000_000)
    assert "too large: 20000.0 MB" in ingest(path, *OPTIONS)[1]


def test_what_is_not_there_or_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder").mkdir()
    _out, err, failure = ingest(tmp_path / "none.txt", tmp_path / "pipe.txt", tmp_path / "folder")
    assert "there is no such file" in err
    assert "it is no file" in err
    assert "no *.txt file is in it" in err
    assert failure == "3 files: 3 refused."


def test_a_link_that_goes_in_a_circle_keeps_no_file_out(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    good = write(tmp_path, "good.txt")
    link = tmp_path / "link.txt"
    link.symlink_to(good)
    out, err, failure = ingest(tmp_path / "a.txt", tmp_path, "x" * 300, *OPTIONS)
    reasons = dict(line.split(": refused: it cannot be read: ") for line in err.splitlines())
    assert reasons == {
        str(tmp_path / "a.txt"): os.strerror(errno.ELOOP),
        str(tmp_path / "b.txt"): os.strerror(errno.ELOOP),
        "x" * 300: os.strerror(errno.ENAMETOOLONG),
    }
    assert out == f"{link}: new draft\n"
    assert failure == "4 files: 1 new draft, 3 refused."


def test_a_dry_run_keeps_nothing(tmp_path):
    write(tmp_path)
    assert "nothing of this was kept" in ingest(tmp_path, "--dry-run", *OPTIONS)[0]
    assert not Item.objects.exists()
    assert not Section.objects.exists()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--as", "nobody"), "--as nobody"),
        (("--section", "no/such"), "--section no/such"),
        (("--year", "20222"), "--year 20222"),
        (("--language", "italian!"), "--language italian!: A BCP 47 language code"),
        (("--format", "ninjs"), "invalid choice"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_done(tmp_path, options, reason):
    out, err, failure = ingest(write(tmp_path), "--create-sections", *options)
    assert (out, err) == ("", "")
    assert reason in failure


def test_people_who_are_no_longer_there_ingest_nothing(tmp_path):
    make_user(username="gone", is_active=False)
    assert "not active" in ingest(write(tmp_path), "--as", "gone")[2]


def test_it_is_done_in_somebody_s_name_into_a_section_of_choice(tmp_path):
    section = make_section("politica")
    reporter = make_user("reporter", section, username="rossi")
    ingest(write(tmp_path), "--as", "Rossi", "--section", "/politica/")
    assert (Article.objects.get().section, Article.objects.get().created_by) == (section, reporter)


def test_the_language_is_said_outright(tmp_path):
    ingest(write(tmp_path), "--language", "de", *OPTIONS)
    assert Article.objects.get().language == "de"


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("files", "terminal", "bars"), [(1, Terminal, 0), (2, Terminal, 2), (2, StringIO, 0)]
)
def test_a_progress_bar_shows_from_two_files_on_where_a_terminal_is(tmp_path, files, terminal, bars):
    for number in range(files):
        write(tmp_path, f"{number}.txt", headline=f"Story {number}")
    err = terminal()
    call_command("ingest", str(tmp_path), *OPTIONS, stdout=StringIO(), stderr=err)
    assert err.getvalue().count("[") - err.getvalue().count("\x1b[") == bars
    assert err.getvalue() == "" or err.getvalue().endswith("\r\x1b[K")


# Export


def export(address) -> str:
    out = StringIO()
    call_command("export", address, "--format", "page", stdout=out)
    return out.getvalue()


def test_an_exported_story_is_the_file_that_it_came_from(tmp_path):
    text = make_text(headline="Bridge > boats: a <b>bold</b> & \"new\" 'way'", notice="© 2022 Foo")
    ingest(write(tmp_path, content=text.encode()), "--publish", *OPTIONS)
    publication = Publication.objects.select_related("head_edition__address", "section").get()
    address = f"{publication.section.get_absolute_url()}{publication.address}/"
    assert export(address) == text
    assert export(f"http://127.0.0.1:8000{address}") == text
    assert export(f"/any/other/section/{publication.address}") == text


def test_the_readme_s_example_comes_back_as_it_stands_there(tmp_path, settings):
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    text = readme.split("```\n")[2]
    before, after = re.search(r"manage.py export (\S+)[0-9]{4}(/11/20/\S+) --format page", readme).groups()
    path = write(tmp_path, content=text.encode())
    out, _err, _failure = ingest(path, "--publish", *OPTIONS)
    address = f"{before}2022{after}"
    assert f"published {address}" in out
    assert export(address) == text


def test_old_forms_come_out_in_today_s(tmp_path):
    path = write(
        tmp_path, paragraphs=("(ANSA) - Rome, November 8 - The bridge was opened.", 'It is "new".(ANSA)')
    )
    ingest(path, "--publish", *OPTIONS)
    text = export(f"/{Publication.objects.get().address}/")
    assert '(ANSA) - ROME, NOV 8 - The bridge was opened.\n\nIt is "new". (ANSA).\n\n©' in text
    italian = ("(ANSA) - ROMA, 8 NOV - Il ponte è aperto.(ANSA)",)
    path = write(tmp_path, "2.txt", headline="Ponte", time_line="21 novembre, 17:07", paragraphs=italian)
    ingest(path, "--publish", *OPTIONS)
    assert "(ANSA) - ROMA, 08 NOV - Il ponte è aperto. (ANSA).\n" in export("/2022/11/21/ponte/")


def test_the_label_is_in_the_language_of_the_site_around_the_story(tmp_path):
    ingest(write(tmp_path), "--publish", *OPTIONS)
    Section.objects.filter(path="nuova-europa").update(language="en")
    assert export(f"/{Publication.objects.get().address}/").startswith("Path:ANSA > Nuova Europa")


def test_text_of_every_kind_of_body_is_exported():
    body = "<h2>First</h2><p>One<br>line &amp; <strong>more</strong></p><ul><li>Last</li></ul>"
    publish_article(headline="Kinds", body=body)
    text = export(f"/{Publication.objects.get().address}/")
    assert [
        part for part in text.split("\n\n") if part in ("First", "One line & more", "Last", "(ANSA).")
    ] == [
        "First",
        "One line & more",
        "Last",
        "(ANSA).",
    ]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://elsewhere.example/2022/11/21/bridge/", "not an address of this site"),
        ("http://[", "no address"),
        ("/politica/", "not the address of a story"),
        ("/2022/13/41/bridge/", "not the address of a story"),
        ("bridge", "not the address of a story"),
        ("/2022/11/21/bridge/", "Readers see no story"),
    ],
)
def test_an_address_without_a_story_is_said_to_be_none(address, reason):
    with pytest.raises(CommandError, match=reason):
        export(address)


def test_what_readers_do_not_see_is_not_exported():
    article = publish_article(headline="Bridge")
    address = f"/{Publication.objects.get().address}/"
    workflow.kill(article, by=None, reason="It was wrong")
    with pytest.raises(CommandError, match="was killed"):
        export(address)
