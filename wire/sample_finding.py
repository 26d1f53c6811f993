"""What readers find the sample stories by: their topics and their authors. All of it is invented."""

from articles.models import Author, Topic

TOPICS = {
    "Biblioteche": "Di quartiere, di paese, universitarie: chi le apre, chi le salva, chi le riempie.",
    "Ponti": "Quelli che riaprono, quelli che mancano, quelli che si aspettano da quarant'anni.",
    "Acque": "Fiumi, laghi e mare: chi li misura e chi li attraversa.",
    "Artigianato": "Botteghe, scuole di mestiere e chi impara ancora con le mani.",
    "Enti locali": "Comuni, consorzi e assemblee.",
    "Ricerca": "Dai laboratori e dalle università.",
    "Scuola e università": "",
    "Porti e trasporti": "",
    "Musei e mostre": "",
    "Archivi": "Carte, pellicole e voci che tornano a farsi vedere.",
}

AUTHORS = {
    "Chiara Bonavita": (
        "Segue i Balcani occidentali dal confine più vicino, cioè da Trieste.\n\n"
        "Prima ha scritto di porti e di ferrovie. È un personaggio inventato, come tutto su questo sito.",
        "italiano, inglese, serbo",
        "chiara.bonavita@newsroom.example",
    ),
    "Paolo Serventi": (
        "Caposervizio di una redazione che non esiste. Colleziona orari ferroviari.",
        "italiano, inglese",
        "paolo.serventi@newsroom.example",
    ),
    "Ilse Korber": (
        "Writes about what rivers carry, and about those who measure it. She is made up, too.",
        "English, German, Italian",
        "",
    ),
}

# By what the file's name says after its day, time and language.
NAMED = {
    "venezia-riaperto-nella-notte-il-ponte-pedonale": (["Ponti", "Enti locali"], []),
    "porto-di-trieste-contenitori-nel-trimestre": (["Porti e trasporti"], ["Chiara Bonavita"]),
    "belgrado-l-italiano-entra-in-altri-24-licei": (["Scuola e università"], ["Chiara Bonavita"]),
    "italian-comes-to-24-more-high-schools-in-serbia": (["Scuola e università"], ["Chiara Bonavita"]),
    "gorizia-aperto-al-traffico-il-nuovo-ponte-sull-isonzo": (["Ponti"], []),
    "luce-e-carta-a-napoli-la-fotografia-prima-della-fotografia": (["Musei e mostre"], []),
    "ten-countries-one-gauge-danube-towns-share-their-water-data": (["Acque", "Ricerca"], ["Ilse Korber"]),
    "piccoli-comuni-i-sindaci-in-assemblea": (["Enti locali"], []),
    "belgrade-students-build-an-air-sensor": (["Ricerca", "Scuola e università"], ["Chiara Bonavita"]),
    "robotica-la-mano-che-riconosce-la-seta": (["Ricerca"], ["Paolo Serventi"]),
    "scienze-del-mare-laurea-congiunta-fra-trieste-e-lubiana": (["Scuola e università", "Acque"], []),
    "parigi-le-biblioteche-di-quartiere-aperte-fino-a-mezzanotte": (["Biblioteche"], []),
    "croatian-islands-to-share-a-fleet-of-electric-boats": (["Porti e trasporti", "Acque"], ["Ilse Korber"]),
    "prizren-silversmiths-reopen-a-filigree-workshop": (["Artigianato"], ["Chiara Bonavita"]),
    "sarajevo-library-puts-its-sevdah-collection-online": (["Biblioteche", "Archivi"], ["Ilse Korber"]),
    "l-archivio-dei-cinema-di-provincia-va-online-a-gorizia": (["Archivi"], ["Paolo Serventi"]),
    "tirana-s-craft-schools-open-their-evening-classes": (["Artigianato", "Scuola e università"], []),
    "genova-libro-restituito-in-biblioteca-dopo-51-anni": (["Biblioteche"], []),
    "slovenia-to-trace-its-cave-salamanders-in-a-glass-of-water": (["Ricerca", "Acque"], ["Ilse Korber"]),
    "posidonia-una-mappa-acustica-per-ascoltare-le-praterie": (["Ricerca", "Acque"], []),
    "european-museums-agree-on-labels-that-can-be-touched": (["Musei e mostre"], ["Paolo Serventi"]),
    "albania-puglia-borse-di-studio-per-trenta-restauratori": (["Artigianato", "Scuola e università"], []),
    "archaeologists-to-survey-roman-sirmium-from-the-air": (["Ricerca"], ["Chiara Bonavita"]),
}


def make_topics() -> dict[str, Topic]:
    """Those that are there already keep what they say."""
    there = {topic.name: topic for topic in Topic.objects.filter(name__in=TOPICS, merged_into=None)}
    return there | {
        name: Topic.objects.create(name=name, description=description)
        for name, description in TOPICS.items()
        if name not in there
    }


def make_authors() -> dict[str, Author]:
    """With a biography, where nobody has written one; of an account's author only the empty fields."""
    found = {}
    for name, (biography, languages, contact) in AUTHORS.items():
        author = Author.objects.filter(name=name).order_by("pk").first() or Author(name=name)
        author.biography = author.biography or biography
        author.languages = author.languages or languages
        author.contact = author.contact or contact
        author.save()
        found[name] = author
    return found
