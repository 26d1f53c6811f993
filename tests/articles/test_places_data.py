"""The places that ship with the house: articles/data/places.csv."""

import csv
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

PLACES = Path(__file__).resolve().parents[2] / "articles" / "data" / "places.csv"
LANGUAGES = ("en", "it", "de", "es", "fr", "pt", "ar")

ITALIAN_PROVINCIAL_CAPITALS = """
    Agrigento, Alessandria, Ancona, Andria, Aosta, Arezzo, Ascoli Piceno, Asti, Avellino,
    Bari, Barletta, Belluno, Benevento, Bergamo, Biella, Bologna, Bolzano, Brescia, Brindisi,
    Cagliari, Caltanissetta, Campobasso, Carbonia, Carrara, Caserta, Catania, Catanzaro, Cesena,
    Chieti, Como, Cosenza, Cremona, Crotone, Cuneo, Enna, Fermo, Ferrara, Firenze, Foggia, Forlì,
    Frosinone, Genova, Gorizia, Grosseto, Iglesias, Imperia, Isernia, L'Aquila, La Spezia, Lanusei,
    Latina, Lecce, Lecco, Livorno, Lodi, Lucca, Macerata, Mantova, Massa, Matera, Messina, Milano,
    Modena, Monza, Napoli, Novara, Nuoro, Olbia, Oristano, Padova, Palermo, Parma, Pavia, Perugia,
    Pesaro, Pescara, Piacenza, Pisa, Pistoia, Pordenone, Potenza, Prato, Ragusa, Ravenna,
    Reggio Calabria, Reggio Emilia, Rieti, Rimini, Roma, Rovigo, Salerno, Sanluri, Sassari, Savona,
    Siena, Siracusa, Sondrio, Taranto, Tempio Pausania, Teramo, Terni, Torino, Tortolì, Trani,
    Trapani, Trento, Treviso, Trieste, Udine, Urbino, Varese, Venezia, Verbania, Vercelli, Verona,
    Vibo Valentia, Vicenza, Villacidro, Viterbo
"""


@pytest.fixture(scope="module")
def places() -> list[dict[str, str]]:
    with PLACES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def shown(place: dict[str, str], language: str) -> str:
    """The name in that language; a blank one is the English one."""
    return place[language] or place["en"]


def test_the_file_is_utf8_with_unix_line_ends_and_the_agreed_header():
    raw = PLACES.read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert raw.decode("utf-8").split("\n", 1)[0] == "en,it,de,es,fr,pt,ar,country,time_zone"


def test_every_row_has_exactly_nine_fields():
    with PLACES.open(encoding="utf-8", newline="") as lines:
        assert {len(row) for row in csv.reader(lines, strict=True)} == {9}


def test_there_are_some_hundred_places(places):
    assert len(places) >= 400


def test_english_and_italian_names_are_filled_and_nothing_has_spare_white_space(places):
    for place in places:
        assert place["en"], place
        assert place["it"], place
        assert all(value == " ".join(value.split()) for value in place.values()), place


def test_a_name_like_the_english_one_is_left_blank_except_in_italian(places):
    assert [
        (place["en"], language)
        for place in places
        for language in LANGUAGES[2:]
        if place[language] == place["en"]
    ] == []


def test_arabic_names_and_only_those_are_in_arabic_letters(places):
    for place in places:
        assert re.fullmatch(r"[\u0621-\u0652 ]*", place["ar"]), place
        latin = "".join(place[language] for language in LANGUAGES[:-1])
        assert not re.search(r"[^A-Za-zÀ-ſ '.\-]", latin), place


def test_countries_are_two_capital_letters(places):
    assert {place["country"] for place in places if not re.fullmatch("[A-Z]{2}", place["country"])} == set()


def test_every_time_zone_loads_and_is_a_place_not_an_offset(places):
    for zone in {place["time_zone"] for place in places}:
        assert ZoneInfo(zone).key == zone
        assert "/" in zone
        assert not zone.startswith("Etc/")


def test_no_name_stands_twice_in_a_country(places):
    for language in LANGUAGES:
        names = Counter((place["country"], shown(place, language).casefold()) for place in places)
        assert [name for name, times in names.items() if times > 1] == [], language


def test_the_rows_are_sorted_by_country_and_english_name(places):
    keys = [(place["country"], place["en"]) for place in places]
    assert keys == sorted(keys)


def test_every_italian_provincial_capital_is_there_in_the_time_of_rome(places):
    capitals = {" ".join(name.split()) for name in ITALIAN_PROVINCIAL_CAPITALS.split(",")}
    romans = {
        place["it"] for place in places if (place["country"], place["time_zone"]) == ("IT", "Europe/Rome")
    }
    assert capitals - romans == set()


@pytest.mark.parametrize(
    ("english", "country", "italian", "zone"),
    [
        ("London", "GB", "Londra", "Europe/London"),
        ("Munich", "DE", "Monaco di Baviera", "Europe/Berlin"),
        ("Vatican City", "VA", "Città del Vaticano", "Europe/Vatican"),
        ("Pristina", "XK", "Pristina", "Europe/Belgrade"),
        ("Kaliningrad", "RU", "Kaliningrad", "Europe/Kaliningrad"),
        ("Indianapolis", "US", "Indianapolis", "America/Indiana/Indianapolis"),
        ("Phoenix", "US", "Phoenix", "America/Phoenix"),
        ("Mumbai", "IN", "Mumbai", "Asia/Kolkata"),
        ("Havana", "CU", "L'Avana", "America/Havana"),
    ],
)
def test_places_whose_name_or_zone_is_easily_got_wrong(places, english, country, italian, zone):
    found = [
        (place["it"], place["time_zone"])
        for place in places
        if (place["en"], place["country"]) == (english, country)
    ]
    assert found == [(italian, zone)]
