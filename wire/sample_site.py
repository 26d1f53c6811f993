"""The sample site: its map, its imprint, and the people who have accounts there."""

from dataclasses import dataclass

from accounts.models import User
from articles.folding import slug_from
from articles.models import Author
from sections import branch
from sections.models import Copyright, Imprint, Membership, Role, Section, Source
from wire.refusal import Refused

AGENCY = "ANSA"
NOTICE = "© Copyright {holder} - All rights reserved"
PASSWORD = "newsroom"  # noqa: S105 - a sample account's, on purpose known to everybody

IMPRINT = {
    "owner": "Newsroom, sito di esempio",
    "responsible_editor": "nessuno, è un esempio",
    "place": "Roma",
    "note": (
        "Tutto ciò che si legge su questo sito è un esempio: notizie, persone, fatti e cifre sono inventati "
        "per mostrare il programma, e non provengono da alcuna agenzia."
    ),
}

# Name, with that of the section above it, and description of each section, in the order of the navigation.
TREE = {
    "Cronaca": "I fatti del giorno in Italia.",
    "Politica": "Istituzioni, partiti, amministrazioni locali.",
    "Economia": "Imprese, lavoro, commercio e trasporti.",
    "Mondo": "Dall'estero.",
    "Nuova Europa": "I Balcani e l'Europa centro-orientale, in italiano e in inglese.",
    "Nuova Europa > Serbia": "Notizie dalla Serbia.",
    "Nuova Europa > Kosovo": "Notizie dal Kosovo.",
    "Nuova Europa > Slovenia": "Notizie dalla Slovenia.",
    "Nuova Europa > Croazia": "Notizie dalla Croazia.",
    "Nuova Europa > Albania": "Notizie dall'Albania.",
    "Nuova Europa > Montenegro": "Notizie dal Montenegro.",
    "Nuova Europa > Bosnia-Erzegovina": "Notizie dalla Bosnia-Erzegovina.",
    "Nuova Europa > Romania": "Notizie dalla Romania.",
    "Cultura": "Libri, mostre, musica e spettacoli.",
    "Scienza e tecnica": "Ricerca, ambiente, invenzioni.",
    "Sport": "Risultati e protagonisti.",
    "Sport > Calcio": "Campionati e Nazionale.",
    "Sport > Ciclismo": "Corse e corridori.",
    "English": "News in English.",
}

# The front for those who read in another language than the site's.
FRONTS_OF_LANGUAGES = {"en": "english"}


@dataclass(frozen=True)
class Account:
    username: str
    first_name: str
    last_name: str
    role: Role | None  # None: an admin
    section: str = ""
    writes: bool = False


ACCOUNTS = (
    Account("reporter", "Chiara", "Bonavita", Role.REPORTER, "nuova-europa", writes=True),
    Account("editor", "Paolo", "Serventi", Role.EDITOR, "nuova-europa", writes=True),
    Account("head", "Lucia", "Marangon", Role.DESK_HEAD),
    Account("admin", "Davide", "Ferraris", None),
)


def make_map() -> None:
    """Root and sections; those that are there already keep what they have."""
    root = _root()
    for position, (names, description) in enumerate(TREE.items()):
        *above, name = names.split(" > ")
        parent = _find(root, above[0]) if above else root
        assert parent is not None  # noqa: S101 - it stands before in TREE
        section = _find(parent, name) or Section(parent=parent, name=name, slug=slug_from(name))
        section.position = position
        section.description = section.description or description
        _save(section)
    for language, path in FRONTS_OF_LANGUAGES.items():
        Section.objects.filter(path=path, language="").update(language=language)


def _root() -> Section:
    root = Section.objects.filter(parent=None).first() or Section(name=AGENCY, language="it")
    if root.name.casefold() != AGENCY.casefold():
        raise Refused(
            f"The sample content is {AGENCY}'s, and this site is “{root}”: give it a database of its own."
        )
    root.source = root.source or Source.objects.get_or_create(code=AGENCY, defaults={"name": AGENCY})[0]
    root.copyright = (
        root.copyright
        or Copyright.objects.filter(holder=AGENCY, notice=NOTICE).first()
        or Copyright.objects.create(holder=AGENCY, notice=NOTICE, language="en")
    )
    _save(root)
    return root


def _find(parent: Section, name: str) -> Section | None:
    return (
        parent.children.filter(name__iexact=name).first()
        or parent.children.filter(slug=slug_from(name)).first()
    )


def _save(section: Section) -> None:
    section.full_clean(exclude=["path"])
    branch.save(section)


def make_imprint() -> None:
    Imprint.objects.get_or_create(pk=1, defaults=IMPRINT)


def make_accounts() -> dict[str, User]:
    """The accounts that were not there before, by user name: nobody's own account is touched."""
    return {
        account.username: _make_account(account)
        for account in ACCOUNTS
        if not User.objects.filter(username__iexact=account.username).exists()
    }


def _make_account(account: Account) -> User:
    user = User.objects.create_user(
        account.username,
        password=PASSWORD,
        first_name=account.first_name,
        last_name=account.last_name,
        initials=account.first_name[0] + account.last_name[0],
        is_staff=True,
        is_superuser=account.role is None,
    )
    if account.role:
        section = Section.objects.get(path=account.section)
        Membership.objects.create(user=user, section=section, role=account.role)
    if account.writes:
        Author.objects.create(name=str(user), user=user)
    return user


def accounts_table() -> list[str]:
    """The lines of a table with the sample accounts as they are today."""
    rows = [("account", "password", "name", "role")]
    for account in ACCOUNTS:
        user = User.objects.filter(username__iexact=account.username).first()
        if user:
            password = PASSWORD if user.check_password(PASSWORD) else "(its own)"
            rows.append((user.username, password, str(user), _roles(user)))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]


def _roles(user: User) -> str:
    if user.is_superuser:
        return "admin"
    memberships = user.memberships.select_related("section")
    return ", ".join(f"{row.get_role_display()} on {row.section}" for row in memberships)
