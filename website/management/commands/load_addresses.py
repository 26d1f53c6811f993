"""Loads a table of the addresses that another system gave to stories and sections that are here now."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.management.progress import Progress
from website.loading import Line, Table, check, read_lines, write


class Command(BaseCommand):
    help = (
        "Loads former addresses from a CSV file with two columns, the old path (with its query, as "
        "/art.php?id=7) and the new address, or a story's GUID. All or nothing: what is wrong is listed by "
        "its line, and nothing is loaded. Twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a CSV file in UTF-8; - is the standard input")
        parser.add_argument("--dry-run", action="store_true", help="only check it")

    def handle(self, *, file: str, dry_run: bool, **options: Any) -> None:
        lines, table = self._read(file), Table()
        with Progress(self.stdout, len(lines), "lines checked") as progress:
            for done in check(lines, table):
                progress(done)
        if table.errors:
            self._refuse(table)
        if dry_run:
            said = ngettext(
                "%(count)s address could be loaded; nothing was.",
                "%(count)s addresses could be loaded; nothing was.",
                len(table.rows),
            )
            self.stdout.write(said % {"count": f"{len(table.rows):,}"})
            return
        with Progress(self.stdout, len(table.rows), "addresses written") as progress:
            for done in write(table):
                progress(done)
        said = ngettext(
            "%(count)s former address leads here now.",
            "%(count)s former addresses lead here now.",
            len(table.rows),
        )
        self.stdout.write(said % {"count": f"{len(table.rows):,}"})

    def _read(self, file: str) -> list[Line]:
        try:
            if file == "-":
                return list(read_lines(sys.stdin))
            with Path(file).open(encoding="utf-8-sig", newline="") as text:
                return list(read_lines(text))
        except OSError as error:
            said = _("%(file)s cannot be read: %(error)s.") % {"file": file, "error": error.strerror}
            raise CommandError(said) from None
        except UnicodeDecodeError:
            said = _("%(file)s is not in UTF-8: save it as “CSV UTF-8”.") % {"file": file}
            raise CommandError(said) from None

    def _refuse(self, table: Table) -> None:
        for line in table.listed():
            self.stderr.write(line)
        said = ngettext(
            "%(count)s line is wrong. Nothing was loaded.",
            "%(count)s lines are wrong. Nothing was loaded.",
            len(table.errors),
        )
        raise CommandError(said % {"count": f"{len(table.errors):,}"})
