"""What the sample pages say: invented, harmless, and a hint of what such a page should answer."""

from website.models import Page

PAGES = {
    # slug: what it is about, title, text
    "chi-siamo": (
        Page.About.AGENCY,
        "Chi siamo",
        "<p>Questo è un sito di esempio: l'agenzia non esiste, e le sue notizie sono inventate per mostrare "
        "il programma.</p><h2>Che cosa ci si aspetta di leggere qui</h2><ul><li><p>di chi è l'agenzia e chi "
        "la finanzia</p></li><li><p>chi la dirige e chi risponde di ciò che pubblica</p></li>"
        "<li><p>con quali regole lavora la redazione, e come si distinguono notizie, analisi e opinioni"
        "</p></li></ul>",
    ),
    "correzioni": (
        Page.About.CORRECTIONS,
        "Come correggiamo",
        "<p>Quando una notizia era sbagliata lo diciamo nella notizia stessa, prima del testo: che cosa era "
        "sbagliato, che cosa è giusto e quando è stato corretto. La nota resta.</p><p>Un refuso si toglie "
        "senza nota; un aggiornamento non è una correzione. Ciò che non doveva essere pubblicato viene "
        "ritirato, e al suo indirizzo resta scritto che è stato ritirato.</p>",
    ),
    "contatti": (
        Page.About.CONTACT,
        "Contatti",
        "<p>Per segnalare un errore scrivete a "
        '<a href="mailto:correzioni@newsroom.example">correzioni@newsroom.example</a>, con l\'indirizzo '
        "della notizia. È un indirizzo di esempio: non risponde nessuno.</p>",
    ),
    "riservatezza": (
        Page.About.PRIVACY,
        "Riservatezza",
        "<p>Chi legge questo sito non riceve alcun cookie. Le pagine non caricano nulla da altri siti, non "
        "contengono pubblicità e non misurano chi legge.</p>",
    ),
}
