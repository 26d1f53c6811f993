"""Invented stories: the same number is always the same story, in Italian or in English, about nobody."""

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from articles import body
from articles.folding import slug_from

NAMESPACE = uuid.UUID("6c9f1f0e-4f7a-5b0e-9d53-0a6b1c2d3e4f")
LAST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 10 * 365 * 24 * 60  # stories are spread over the ten years before it

TOP_SECTIONS = "Cronaca Politica Economia Mondo Cultura Sport Scienza Ambiente".split()
PARTS = {
    "Cronaca": "Città Province Montagna Mare",
    "Politica": "Consigli Regioni Comuni Europa",
    "Economia": "Porti Artigianato Agricoltura Lavoro",
    "Mondo": "Balcani Mediterraneo Americhe Asia",
    "Cultura": "Libri Musei Teatro Musica",
    "Sport": "Ciclismo Atletica Vela Scherma",
    "Scienza": "Spazio Salute Tecnica Oceani",
    "Ambiente": "Acque Boschi Clima Energia",
}
SECTIONS = {
    **{slug_from(name): name for name in TOP_SECTIONS},
    **{f"{slug_from(top)}/{slug_from(part)}": part for top in TOP_SECTIONS for part in PARTS[top].split()},
}
"""Names by path, parents first: 8 and 32 below them."""

PLACES = {
    # English name: country, time zone, Italian name
    "Rome": ("IT", "Europe/Rome", "Roma"),
    "Milan": ("IT", "Europe/Rome", "Milano"),
    "Trieste": ("IT", "Europe/Rome", "Trieste"),
    "Naples": ("IT", "Europe/Rome", "Napoli"),
    "Belgrade": ("RS", "Europe/Belgrade", "Belgrado"),
    "Brussels": ("BE", "Europe/Brussels", "Bruxelles"),
    "London": ("GB", "Europe/London", "Londra"),
    "Tokyo": ("JP", "Asia/Tokyo", "Tokyo"),
}

TOPICS = (
    *("Trasporti locali", "Acque interne", "Sentieri", "Porti minori", "Musica di banda", "Biblioteche"),
    *("Orti condivisi", "Restauro", "Isole", "Mercati rionali", "Maree", "Rifugi alpini"),
    *("Ferries", "Footpaths", "River works", "Brass bands", "Boat building", "Public gardens"),
)

SYLLABLES = (
    *("ma", "ro", "be", "lu", "sa", "ti", "co", "ne", "fa", "gri", "pel", "da", "vi", "zo", "tra"),
    *("mi", "len", "gu", "sca", "bra", "fio", "cre", "val", "or", "tu", "pia", "ste", "ver", "do", "qui"),
)


@dataclass(frozen=True)
class Words:
    """What sentences are made of: who did what to what, and how."""

    who: tuple[str, ...]
    did: tuple[str, ...]
    what: tuple[str, ...]
    how: tuple[str, ...]
    note: str
    at_hours: tuple[str, str]  # common words that never meet in one story
    told_by: str  # with a name and a village that few stories share
    nouns: tuple[str, ...]  # from one that is in every other story to one that is in very few

    def sentence(self, chance: random.Random) -> str:
        parts = (chance.choice(words) for words in (self.who, self.did, self.what, self.how))
        return f"{' '.join(parts)}."

    def headline(self, chance: random.Random, place: str, number: int) -> str:
        who, did, what = (chance.choice(words) for words in (self.who, self.did, self.what))
        return f"{place}, {self.note} {number}: {who[0].lower()}{who[1:]} {did} {what}"

    def particulars(self, number: int) -> str:
        """What other stories do not say: words as rare and as common as those of real ones."""
        chance = random.Random(f"particulars {number}")  # noqa: S311 - nothing secret about it
        hour = self.at_hours[number % 2]
        found = {self.nouns[int(len(self.nouns) * chance.random() ** 4)] for _choice in range(6)}
        name, village = _invented(chance, "elli"), _invented(chance, "ago")
        nouns = ", ".join(sorted(found))
        return f"{self.told_by.format(name=name, village=village, hour=hour)}: {nouns}."


def _invented(chance: random.Random, ending: str) -> str:
    """A name of three syllables: 27,000 for each ending, some far more often than others."""
    middle = (SYLLABLES[int(len(SYLLABLES) * chance.random() ** 2)] for _syllable in range(3))
    return f"{''.join(middle)}{ending}".capitalize()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


ITALIAN = Words(
    who=_lines(
        """Il consiglio di quartiere
        La consulta dei porti
        Il consorzio degli acquedotti
        La rete delle biblioteche
        Il comitato dei pendolari
        La cooperativa dei pescatori
        L'associazione dei rifugi alpini
        Il gruppo di ricerca sulle maree
        La federazione delle bande musicali
        Il tavolo dei comuni costieri
        La scuola di restauro
        L'ufficio del paesaggio"""
    ),
    did=_lines(
        """ha presentato
        ha approvato
        ha rinviato a primavera
        ha illustrato ai cittadini
        ha messo in rete
        ha discusso a porte aperte
        ha misurato di nuovo
        ha affidato a una squadra di giovani tecnici"""
    ),
    what=_lines(
        """il calendario dei lavori sul lungofiume
        la mappa dei sentieri costieri
        il bilancio della stagione estiva
        l'inventario degli strumenti antichi
        il progetto della nuova passerella pedonale
        le tariffe dei traghetti per le isole minori
        i dati sulla qualità dell'acqua
        la raccolta di fotografie dei cantieri
        il regolamento degli orti condivisi
        l'orario invernale dei treni locali
        la guida ai mercati rionali
        il censimento degli alberi monumentali"""
    ),
    how=_lines(
        """dopo tre mesi di incontri nelle frazioni
        con una spesa inferiore alle attese
        davanti a una sala gremita
        insieme alle scuole del territorio
        in vista della riapertura di primavera
        senza modifiche al testo di partenza
        secondo una nota diffusa in serata
        per la prima volta in dieci anni
        con il sostegno di dodici comuni vicini
        mentre proseguono i rilievi sul posto"""
    ),
    note="nota",
    at_hours=("all'alba", "al tramonto"),
    told_by="Lo ha detto {hour} {name}, di {village}, che ha parlato anche di altro",
    nouns=tuple(
        (
            "acqua strada scuola ponte treno porto mercato bosco teatro museo giardino fiume lago "
            "montagna neve pioggia vento energia lavoro impresa banca stipendio pensione ospedale farmaco "
            "vaccino ricerca satellite cometa telescopio orchestra concerto violino romanzo poesia mostra "
            "affresco scavo moneta vaso nave traghetto faro molo rete tonno acciuga vite ulivo grano "
            "castagna fungo tartufo formaggio pane forno mulino telaio seta lana ceramica vetro orologio "
            "campana organo mosaico meridiana astrolabio sestante clavicembalo pergamena papiro ocarina "
            "zampogna ghironda lanterna carrucola"
        ).split()
    ),
)

ENGLISH = Words(
    who=_lines(
        """The harbour council
        The union of mountain huts
        The regional library network
        The committee of island ferries
        The tidal research group
        The association of street markets
        The cooperative of boat builders
        The school of stone carving
        The federation of brass bands
        The round table of river towns
        The commuters' forum
        The landscape office"""
    ),
    did=_lines(
        """has presented
        has approved
        has put off until spring
        has explained to residents
        has placed online
        has debated in public
        has measured once more
        has entrusted to a team of young engineers"""
    ),
    what=_lines(
        """the timetable of works along the river
        the map of coastal footpaths
        the accounts of the summer season
        the catalogue of old instruments
        the plan for a new footbridge
        the fares of the smaller ferries
        the figures on water quality
        the collection of shipyard photographs
        the rules for shared gardens
        the winter schedule of local trains
        the guide to neighbourhood markets
        the register of ancient trees"""
    ),
    how=_lines(
        """after three months of meetings in the villages
        at a lower cost than expected
        before a full house
        together with the schools of the area
        ahead of the reopening in spring
        without a change to the first draft
        according to a note released in the evening
        for the first time in ten years
        with the support of twelve towns nearby
        while surveys on the ground continue"""
    ),
    note="note",
    at_hours=("at daybreak", "at nightfall"),
    told_by="This was said {hour} by {name} of {village}, who spoke of other matters, too",
    nouns=tuple(
        (
            "water road school bridge train harbour market forest theatre museum garden river lake "
            "mountain snow rain wind energy labour company bank wage pension hospital medicine vaccine "
            "research satellite comet telescope orchestra concert violin novel poem exhibition fresco "
            "excavation coin vase ship ferry lighthouse pier net tuna anchovy vine olive wheat chestnut "
            "mushroom truffle cheese bread oven mill loom silk wool pottery glass clock bell organ mosaic "
            "sundial astrolabe sextant harpsichord parchment papyrus ocarina bagpipe lantern pulley "
            "gargoyle barometer"
        ).split()
    ),
)


@dataclass(frozen=True)
class Story:
    """All that is invented of a story."""

    guid: str
    translation_group: uuid.UUID
    language: str
    headline: str
    subheadline: str
    body: str
    place: str
    section: str
    further_section: str
    topics: tuple[str, ...]
    first_published_at: datetime

    @property
    def slug(self) -> str:
        return slug_from(self.headline)


def story(number: int) -> Story:
    """Number `number`, counted from 1. The number is in the headline, so that no two share an address."""
    chance = random.Random(number)  # noqa: S311 - nothing secret about it
    language, words = chance.choice((("it", ITALIAN), ("it", ITALIAN), ("en", ENGLISH)))
    place = chance.choice(list(PLACES))
    paragraphs = [
        " ".join(words.sentence(chance) for _sentence in range(chance.randint(2, 4)))
        for _paragraph in range(chance.randint(6, 10))
    ]
    paragraphs[0] += f" {words.particulars(number)}"
    paths = list(SECTIONS)
    section, further = (
        paths[int(len(paths) * chance.random() ** 2)] for _choice in range(2)
    )  # busy and quiet
    further = further if further != section and chance.random() < 0.1 else ""  # noqa: PLR2004 - one in ten
    first_published_at = LAST_DAY - timedelta(minutes=chance.randrange(MINUTES))
    return Story(
        guid=uuid.uuid5(NAMESPACE, f"story {number}").urn,
        translation_group=uuid.uuid5(NAMESPACE, f"group {number}"),
        language=language,
        headline=words.headline(chance, PLACES[place][2] if language == "it" else place, number),
        subheadline=words.sentence(chance).rstrip("."),
        body=body.from_paragraphs(paragraphs),
        place=place,
        section=section,
        further_section=further,
        topics=tuple(chance.sample(TOPICS, chance.randint(0, 3))),
        first_published_at=first_published_at,
    )
