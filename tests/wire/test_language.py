"""The language of copy that comes in: all that its page says counts, no well-formed dateline alone."""

from itertools import combinations

import pytest

from articles.models import Edition
from sections.models import Section
from tests.factories import make_section
from tests.wire.copy import make_text
from tests.wire.taking_in import publish, refused, story, take_in
from wire.ingest import Result
from wire.language import SMALL_WORDS, by_words

pytestmark = pytest.mark.django_db

ENGLISH = "The bridge was closed after a collision with a barge, and trams are running to the other bank."
ITALIAN = "Il ponte è stato chiuso dopo che una chiatta ha urtato uno dei piloni della campata centrale."
GERMAN = "Die Brücke wurde nach dem Aufprall eines Lastkahns für den Verkehr gesperrt, und das ist neu."
SPANISH = "El puente fue cerrado después de que una barcaza chocó con los pilares, y no hay heridos."
FRENCH = "Le pont est fermé, une barge ayant heurté les piles du tablier dans la nuit avec des passagers."
PORTUGUESE = "A ponte foi fechada, uma barcaça bateu em um dos pilares e não há feridos, disse o autarca."
ARABIC = "أغلق الجسر بعد اصطدام صندل بأحد أعمدته."


def taken(opening: str, text: str, time_line: str = "22 November, 12:01", label: str = "Path") -> Edition:
    """A page as readers see it."""
    outcome = publish(
        label=label, time_line=time_line, paragraphs=(f"{opening} {text}".strip(), "It goes on. (ANSA).")
    )
    assert outcome.result is Result.PUBLISHED, outcome
    return Edition.objects.get()


@pytest.mark.parametrize("label", ["Path", "Percorso", "Sei qui"])
@pytest.mark.parametrize(
    ("opening", "text", "language", "dateline"),
    [
        ("(ANSA) - ROME, 22 NOV -", ENGLISH, "en", "(ANSA) - ROME, NOV 22 -"),
        ("(ANSA) - ROMA, 22 NOV -", ITALIAN, "it", "(ANSA) - ROMA, 22 NOV -"),
        ("(ANSA) - ROME, NOV 22 -", ITALIAN, "it", "(ANSA) - ROMA, 22 NOV -"),
        ("(ANSA) - Rom, 22 NOV -", GERMAN, "de", "(ANSA) - Rom, 22 NOV -"),
        ("(ANSA) - ROMA 22 NOV -", SPANISH, "es", "(ANSA) - ROMA 22 NOV -"),
        ("ROMA, 22 NOV (ANSA) -", PORTUGUESE, "pt", "ROMA, 22 NOV (ANSA) -"),
        ("(ANSA) - ROME, 22 NOV -", FRENCH, "fr", "(ANSA) - ROME, NOV 22 -"),
        ("(ANSA) - ROME, NOV 22 -", ARABIC, "ar", "(ANSA) - 22 نوفمبر - روما -"),
        ("(ANSA) - ZZYZX, 22 NOV -", ENGLISH, "en", "(ANSA) - ZZYZX, NOV 22 -"),
        ("(ANSA) - BERLIN, 22 NOV -", ENGLISH, "en", "(ANSA) - BERLIN, NOV 22 -"),
    ],
)
def test_a_story_s_own_words_decide_whatever_stands_around_them(label, opening, text, language, dateline):
    edition = taken(opening, text, label=label)
    assert (edition.language, edition.dateline) == (language, dateline)


@pytest.mark.parametrize(
    ("label", "time_line", "opening", "language"),
    [
        ("Path", "22 November, 12:01", "(ANSA) - ROME, 22 NOV -", "en"),
        ("Percorso", "22 November, 12:01", "(ANSA) - ROME, 22 NOV -", "en"),
        ("Percorso", "22 November, 12:01", "(ANSA) - ROMA, 22 NOV -", "it"),
        ("Percorso", "22 November, 12:01", "(ANSA) - ROM, 22 NOV -", "de"),
        ("Path", "22 November, 12:01", "(ANSA) - ZZYZX, 22 NOV -", "en"),
        ("Path", "22 November, 12:01", "(ANSA) - BERLIN, 22 NOV -", "en"),
        ("Path", "22 November, 12:01", "(ANSA) - 22 NOV -", "en"),
        ("Percorso", "22 novembre, 12:01", "(ANSA) - MADRID, 22 NOV -", "it"),
        ("Percorso", "22 novembre, 12:01", "(ANSA) - ROMA, 8 NOV -", "it"),
        ("Path", "3 agosto, 12:01", "(ANSA) - ROMA 3 AGO -", "es"),
    ],
)
def test_where_the_words_are_too_few_the_rest_of_the_page_decides(label, time_line, opening, language):
    paragraphs = (f"{opening} Bridge closed.", "More soon. (ANSA).")
    outcome = take_in(label=label, time_line=time_line, paragraphs=paragraphs)
    assert outcome.result is Result.NEW, outcome
    assert story().language == language


@pytest.mark.parametrize(("site", "language"), [("en", "en"), ("it", "en"), ("de", "de")])
def test_what_stays_open_is_in_the_section_s_language(site, language):
    """November is English and German; Italian it is not."""
    make_section("world", name="World")
    Section.objects.filter(path="world").update(language=site)
    sections = ("ANSA", "World")
    take_in(label="Path", sections=sections, time_line="22 November, 12:01", paragraphs=("Bridge closed.",))
    assert story().language == language


def test_a_language_that_is_said_outright_holds_whatever_the_page_says():
    take_in(choices={"language": "pt-BR"}, paragraphs=(f"(ANSA) - ROME, 21 NOV - {ENGLISH}",))
    assert (story().language, story().places.get().name) == ("pt-BR", "Rome")


def test_a_language_said_outright_mends_what_came_in_another():
    paragraphs = ("(ANSA) - ROME, NOV 21 - Bridge closed.",)
    take_in(paragraphs=paragraphs)
    assert story().language == "en"
    mended = {"language": "it"}
    assert take_in(paragraphs=paragraphs, choices=mended).result is Result.REVISED
    assert story().language == "it"
    assert take_in(paragraphs=paragraphs, choices=mended).result is Result.UNCHANGED
    assert take_in(paragraphs=paragraphs).result is Result.UNCHANGED
    assert story().language == "it"


def test_a_day_that_there_is_not_is_refused_in_a_language_said_outright_as_well():
    text = make_text(paragraphs=("(ANSA) - ROME, NOV 31 - Bridge closed.",))
    assert "no such day" in refused(text=text, choices={"language": "it"})[1]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"), (ITALIAN, "it"), (GERMAN, "de"), (SPANISH, "es"), (FRENCH, "fr"), (PORTUGUESE, "pt"),
        (ARABIC, "ar"),
        ("", ""), ("22", ""), ("Bridge closed.", ""), (f"{GERMAN} {ITALIAN}", ""),
        ("De brug is gisteren gesloten, omdat een schip tegen een van de pijlers is gevaren.", ""),
        ("Мост закрыт после столкновения баржи с опорой.", ""),
        ("The Lord of the Rings", ""),
        ("Il regista di “The Lord of the Rings” ha detto che il film è nelle sale della città.", "it"),
    ],
)  # fmt: skip
def test_words_say_a_language_only_where_they_are_clear(text, language):
    assert by_words(text) == language


def test_a_small_word_belongs_to_one_language_alone():
    for one, other in combinations(SMALL_WORDS, 2):
        assert not SMALL_WORDS[one] & SMALL_WORDS[other], (one, other)
