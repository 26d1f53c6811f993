"""Moves, renames, hides or shows a section with however many stories."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.management.progress import Progress
from articles.models import SectionMove
from articles.moving import finish, remaining, save_section
from sections import branch
from sections.models import OldPath, Section

BREATH = 0.05
"""Seconds between two steps in which others may write: SQLite keeps no queue of those who wait."""


class Command(BaseCommand):
    help = (
        "Moves, renames, hides or shows a section with however many stories. The section is at its new place "
        "at once; the lists of its stories follow step by step. Stopped halfway, however roughly, "
        "`move_section --continue` goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("path", nargs="?", help="the section's path, such as nuova-europa/serbia")
        what.add_argument(
            "--continue", action="store_true", dest="go_on", help="finish what was stopped halfway"
        )
        parser.add_argument(
            "--to", metavar="PARENT_PATH", help='the new parent\'s path; "" is the agency itself'
        )
        parser.add_argument("--slug", help="the new last part of its path")
        shown = parser.add_mutually_exclusive_group()
        shown.add_argument("--hide", action="store_false", dest="visible", default=None)
        shown.add_argument("--show", action="store_true", dest="visible", default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {name: options[name] for name in ("to", "slug", "visible") if options[name] is not None}
        if options["go_on"]:
            if wanted:
                raise CommandError("--continue only finishes what was begun: it takes no changes.")
            if not SectionMove.objects.exists():
                self.stdout.write("Nothing is unfinished.")
        else:
            self._change(_find(options["path"]), **wanted)
        try:
            for move in SectionMove.objects.select_related("section").order_by("started_at", "pk"):
                self._finish(move)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. The section is at its new place, but some of its stories still stand on the lists "
                "of the old one: `manage.py move_section --continue` goes on.",
                returncode=130,
            ) from None

    def _change(self, section: Section, **wanted: Any) -> None:
        if not wanted:
            raise CommandError("Say what is to change: --to, --slug, --hide or --show.")
        before = _described(section)
        if "to" in wanted:
            section.parent = _find(wanted["to"])
        section.slug = wanted.get("slug", section.slug)
        section.visible = wanted.get("visible", section.visible)
        try:
            section.full_clean(exclude=["path"])
            taken = branch.taken_over(section)
            save_section(section)  # looks again when its turn has come
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{before} is now {_described(section)}.")
        for former in taken:
            self.stdout.write(f"/{former.path}/ led to {_described(former.section)}; now it leads here.")

    def _finish(self, move: SectionMove) -> None:
        with Progress(self.stdout, remaining(move), f"stories of “{move.section.path}”") as progress:
            for done in finish(move):
                progress(done)
                time.sleep(BREATH)


def _find(path: str) -> Section:
    path = path.strip("/")
    section = Section.objects.filter(path=path).first()
    if section is None:
        moved = OldPath.objects.select_related("section").filter(path=path).first()
        hint = f"; it is “{moved.section.path}” today" if moved else ""
        raise CommandError(f"There is no section “{path}”{hint}.")
    return section


def _described(section: Section) -> str:
    name = f"“{section.path}”" if section.path else f"the agency, “{section.name}”,"
    return name if section.visible else f"{name} (hidden)"
