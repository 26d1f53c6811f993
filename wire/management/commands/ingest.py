"""manage.py ingest: copy comes in from files."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from sections.models import Section
from sections.models.rights import validate_language
from wire import files
from wire.ingest import Outcome, Result, ingest
from wire.progress import Progress
from wire.refusal import Refused
from wire.story import Choices

FORMATS = ("auto", "page")  # auto recognises each file by itself; today all are page text
YEARS = range(1900, 2200)


class Command(BaseCommand):
    help = "Ingest stories from files: each whole or not at all, and known again by its file's name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="A file, or a folder with *.txt files.")
        parser.add_argument("--format", choices=FORMATS, default="auto")
        parser.add_argument(
            "--year", type=int, help="Of the time lines; without it the nearest that is not in the future."
        )
        parser.add_argument(
            "--section",
            metavar="PATH",
            help="Put the stories there, such as nuova-europa/serbia, and not where their breadcrumbs say.",
        )
        parser.add_argument(
            "--language",
            metavar="CODE",
            help="The stories' language, such as en. Without it: that of a story's own words where they are "
            "clear, as in all but the shortest; else what its time line, its dateline and the label of its "
            "breadcrumb speak for together, and where they are even its section's.",
        )
        parser.add_argument(
            "--create-sections", action="store_true", help="Make the sections that a breadcrumb names."
        )
        parser.add_argument(
            "--publish", action="store_true", help="Publish with the page's own time as first publication."
        )
        parser.add_argument(
            "--as", dest="user", metavar="USER", help="Act as this person; else as the system."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and keep nothing.")

    def handle(self, *, paths: list[str], **options: Any) -> None:
        choices = self._choices(options)
        found = files.find(paths)
        progress = Progress(self.stderr, len(found))
        results: Counter[Result] = Counter()
        names: set[str] = set()
        for path in progress.over(found):
            outcome = _refused("another file of this call has the same name") if path.name in names else None
            outcome = outcome or _ingest(path, choices)
            names.add(path.name)
            results[outcome.result] += 1
            progress.erase()
            self._tell(path, outcome)
        self._sum_up(results, choices)

    def _choices(self, options: dict[str, Any]) -> Choices:
        if options["year"] is not None and options["year"] not in YEARS:
            raise CommandError(f"--year {options['year']}: no year from {YEARS[0]} to {YEARS[-1]}.")
        return Choices(
            year=options["year"],
            section=_section(options["section"]),
            language=_language(options["language"]),
            create_sections=options["create_sections"],
            publish=options["publish"],
            by=_person(options["user"]),
            dry_run=options["dry_run"],
        )

    def _tell(self, path: Path, outcome: Outcome) -> None:
        name = str(path).encode(errors="replace").decode()
        if outcome.result is Result.REFUSED:
            line = f", line {outcome.line}" if outcome.line else ""
            self.stderr.write(f"{name}{line}: {outcome.result.label}: {outcome.reason}")
        else:
            self.stdout.write(f"{name}: {outcome.result.label} {outcome.address}".rstrip())

    def _sum_up(self, results: Counter[Result], choices: Choices) -> None:
        total = results.total()
        parts = ", ".join(f"{results[result]} {result.label}" for result in Result if results[result])
        summary = f"{total} file{'s' if total > 1 else ''}: {parts}."
        if choices.dry_run:
            summary += " A dry run: nothing of this was kept."
        if results[Result.REFUSED]:
            raise CommandError(summary)  # exit status 1
        self.stdout.write(summary)


def _ingest(path: Path, choices: Choices) -> Outcome:
    try:
        text = files.read(path)
        return ingest(text, item_id=files.base_name(path), choices=choices)
    except Refused as refused:
        return Outcome(Result.REFUSED, reason=refused.reason, line=refused.line)


def _refused(reason: str) -> Outcome:
    return Outcome(Result.REFUSED, reason=reason)


def _person(name: str | None) -> User | None:
    if name is None:
        return None
    person = User.objects.filter(username__iexact=name, is_active=True).first()
    if person is None:
        raise CommandError(f"--as {name}: nobody has this user name, or the account is not active.")
    return person


def _section(path: str | None) -> Section | None:
    if path is None:
        return None
    section = Section.objects.filter(path=path.strip("/")).first()
    if section is None:
        raise CommandError(f"--section {path}: no section has this path.")
    return section


def _language(code: str | None) -> str | None:
    if code is None:
        return None
    try:
        validate_language(code)
    except ValidationError as error:
        raise CommandError(f"--language {code}: {' '.join(error.messages)}") from error
    return code
