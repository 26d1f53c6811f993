"""The command that moves a section: what it says, what it refuses, and how it goes on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import SectionMove
from articles.moving import remaining, save_section
from sections.models import Section
from tests.articles.branches import change, lists, moving_in_small_steps, section, wrong_editions
from tests.factories import make_section, publish_article


@pytest.mark.django_db
class TestCommand:
    @pytest.fixture(autouse=True)
    def small_steps(self, monkeypatch):
        moving_in_small_steps(monkeypatch)

    def run(self, *args, **options):
        out = StringIO()
        call_command("move_section", *args, stdout=out, **options)
        return out.getvalue()

    def refusal(self, *args, **options):
        with pytest.raises(CommandError) as error:
            self.run(*args, **options)
        return str(error.value)

    def test_it_moves_renames_and_hides(self, map_of_europe):
        story = publish_article(section=section("europa/serbia"))
        out = self.run("europa/serbia", "--to", "mondo/balcani", "--slug", "serbia-e-belgrado", "--hide")
        assert out.startswith("“europa/serbia” is now “mondo/balcani/serbia-e-belgrado” (hidden).\n")
        assert "100% of 1 stories of “mondo/balcani/serbia-e-belgrado”" in out
        assert lists(story) == ["mondo/balcani/serbia-e-belgrado*"]
        out = self.run("/mondo/balcani/serbia-e-belgrado/", "--to", "", "--show")
        assert lists(story) == ["", "serbia-e-belgrado*"]

    def test_renaming_alone_works_too(self, map_of_europe):
        assert self.run("europa", "--slug", "est") == "“europa” is now “est”.\n"
        assert section("est/serbia/nis")

    @pytest.mark.parametrize(
        ("args", "sentence"),
        [
            (["nowhere", "--hide"], "There is no section “nowhere”."),
            (["europa", "--to", "nowhere"], "There is no section “nowhere”."),
            (["europa", "--to", "europa/serbia"], "A section cannot be moved below itself."),
            (["europa", "--to", "europa"], "A section cannot be moved below itself."),
            (["europa/serbia", "--slug", "kosovo"], "The section “Kosovo” has this address."),
            (
                ["europa", "--slug", "Europa!"],
                "Only lower-case letters, digits and hyphens, and a letter first.",
            ),
            (["europa", "--slug", "admin"], "“admin” is an address of the system itself."),
            (["europa"], "Say what is to change: --to, --slug, --hide or --show."),
            (["--continue", "--hide"], "--continue only finishes what was begun: it takes no changes."),
            (["", "--to", "europa", "--slug", "ansa"], "A section cannot be moved below itself."),
        ],
    )
    def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(self, map_of_europe, args, sentence):
        before = list(Section.objects.order_by("pk").values())
        assert sentence in self.refusal(*args)
        assert list(Section.objects.order_by("pk").values()) == before

    @pytest.mark.parametrize("args", [[], ["europa", "--hide", "--show"], ["europa", "--continue"]])
    def test_calls_that_make_no_sense_are_refused(self, map_of_europe, args):
        self.refusal(*args)

    def test_a_section_that_has_moved_is_named_with_its_address_of_today(self, map_of_europe):
        self.run("europa", "--slug", "est")
        assert self.refusal("europa/serbia", "--hide") == (
            "There is no section “europa/serbia”; it is “est/serbia” today."
        )

    def test_an_address_that_led_to_another_section_is_told_of(self, map_of_europe):
        self.run("europa/serbia", "--slug", "belgrado")
        assert self.run("mondo", "--to", "europa", "--slug", "serbia").splitlines()[:2] == [
            "“mondo” is now “europa/serbia”.",
            "/europa/serbia/ led to “europa/belgrado”; now it leads here.",
        ]

    def test_with_nothing_unfinished_continuing_says_so(self, map_of_europe):
        assert self.run("--continue") == "Nothing is unfinished.\n"

    def test_interrupted_it_says_how_to_go_on_and_goes_on(self, map_of_europe, monkeypatch):
        stories = [publish_article(section=section("europa/serbia")) for _number in range(5)]
        breaths = []

        def interrupt(_seconds):
            breaths.append(1)
            if len(breaths) == 2:
                raise KeyboardInterrupt

        monkeypatch.setattr("articles.management.commands.move_section.time.sleep", interrupt)
        assert "`manage.py move_section --continue` goes on" in self.refusal("europa", "--to", "mondo")
        assert remaining(SectionMove.objects.get()) == 1
        assert "100% of 1 stories" in self.run("--continue")
        assert [lists(story) for story in stories] == [
            ["", "mondo", "mondo/europa", "mondo/europa/serbia*"]
        ] * 5

    def test_another_call_finishes_what_is_unfinished_as_well(self, map_of_europe):
        publish_article(section=section("europa/serbia"))
        assert change("europa", parent=section("mondo")) is not None
        self.run("mondo/balcani", "--slug", "adriatico")
        assert not SectionMove.objects.exists()
        assert wrong_editions() == []


@pytest.mark.django_db
def test_a_move_that_others_have_made_impossible_meanwhile_is_refused_with_a_sentence(monkeypatch):
    one, other = make_section("one"), make_section("other")
    checked = Section.full_clean

    def check_and_be_overtaken(section, **kwargs):
        checked(section, **kwargs)
        if section.pk == one.pk:
            other.parent = Section.objects.get(pk=one.pk)
            save_section(other)

    monkeypatch.setattr(Section, "full_clean", check_and_be_overtaken)
    with pytest.raises(CommandError, match="below itself"):
        call_command("move_section", "one", to="other")
    one.refresh_from_db()
    assert one.path == "one"
