"""The pictures of the sample stories: drawn by us (photos.management.scenes), and said to be."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile

from articles.pictures import Picture
from photos.intake import take_in
from photos.management.scenes import drawn
from photos.models import Photo

CREDIT = "Newsroom/disegno"


@dataclass(frozen=True)
class Said:
    headline: str
    caption: str
    alt_text: str
    city: str = ""
    country: str = ""
    focal: tuple[float, float] = (0.5, 0.5)


# By the name of the scene.
SCENES = {
    "roofs": Said(
        "Roofs of Belgrade",
        "Morning over the roofs of Belgrade, where the first sensors have been put up.",
        "House behind house under a pink sky; a few windows are lit.",
        "Belgrade",
        "Serbia",
        (0.35, 0.6),
    ),
    "facade": Said(
        "Palazzo comunale",
        "La facciata di un palazzo comunale: i municipi più piccoli chiedono servizi stabili.",
        "Un palazzo chiaro con sei colonne, una scalinata e tre bandiere.",
        "Perugia",
        "Italia",
    ),
    "gauge": Said(
        "Steps and gauge on the Danube",
        "Eleven stone steps down to the river, and the painted staff that is read every morning.",
        "A red and white staff stands in the water beside stone steps.",
        "Budapest",
        "Hungary",
        (0.62, 0.5),
    ),
    "river": Said(
        "The Danube on its way through the hills",
        "Eighty-three river ports between the Black Forest and the delta read from the same page.",
        "A pale river winds towards us between green hills.",
        focal=(0.5, 0.62),
    ),
    "harbour": Said(
        "Il molo dei contenitori a Trieste",
        "Gru e contenitori al tramonto: più di metà dei carichi in uscita prosegue su rotaia.",
        "Tre gru nere e una fila di contenitori colorati davanti a un sole basso sul mare.",
        "Trieste",
        "Italia",
        (0.35, 0.4),
    ),
    "stadium": Said(
        "Prima del fischio d'inizio",
        "Il cerchio di centrocampo prima del fischio d'inizio.",
        "Un campo da calcio vuoto davanti a una tribuna piena.",
        "Firenze",
        "Italia",
        (0.5, 0.7),
    ),
}

# By what the story's file says after its day, time and language: the first that is not in the text leads.
PICTURED = {
    "belgrade-students-build-an-air-sensor": ["roofs"],
    "piccoli-comuni-i-sindaci-in-assemblea": ["facade"],
    "ten-countries-one-gauge-danube-towns-share-their-water-data": ["river", "roofs", "gauge"],
    "porto-di-trieste-contenitori-nel-trimestre": ["harbour"],
    "calcio-oltre-mille-iscritte-ai-corsi-per-arbitre": ["stadium"],
}


@dataclass(frozen=True)
class InText:
    """A picture that stands after that paragraph, with a caption of its own."""

    scene: str
    paragraph: int
    caption: str


IN_THE_TEXT = {
    "ten-countries-one-gauge-danube-towns-share-their-water-data": InText(
        "roofs", 4, "Belgrade is one of the towns that read the same page every morning."
    ),
}


def make_pictures() -> dict[str, Photo]:
    """Each is taken in as any other file; what its story's desk would write is written."""
    return {name: _make(name, said) for name, said in SCENES.items()}


def _make(name: str, said: Said) -> Photo:
    photo = take_in(ContentFile(drawn(name), name=f"{name}.jpg"), by=None).photo
    photo.headline, photo.caption, photo.alt_text = said.headline, said.caption, said.alt_text
    photo.city, photo.country = said.city, said.country
    photo.focal_x, photo.focal_y = said.focal
    photo.creator, photo.credit_line = "Newsroom", CREDIT
    photo.digital_source_type = "algorithmicMedia"
    photo.save()
    return photo


def list_of(story: str, photos: Mapping[str, Photo]) -> list[Picture]:
    """The pictures of the story of that name."""
    placed = IN_THE_TEXT.get(story)
    return [
        Picture(photos[scene], placed.caption if placed and placed.scene == scene else "")
        for scene in PICTURED.get(story, ())
    ]


def with_picture(story: str, text: str, photos: Mapping[str, Photo]) -> str:
    """The story's text with the picture that stands in it."""
    placed = IN_THE_TEXT.get(story)
    if placed is None:
        return text
    *before, rest = text.split("</p>", placed.paragraph)
    return "</p>".join([*before, f'<figure data-photo="{photos[placed.scene].pk}"></figure>{rest}'])
