"""Writes the index of search anew."""

import time
from argparse import ArgumentParser
from typing import Any

from django import db
from django.core.management.base import BaseCommand, CommandError

from articles.management.commands.seed_archive import BREATH
from articles.management.progress import Progress
from articles.search.rebuilding import ROWS, editions_standing, rebuild


class Command(BaseCommand):
    help = (
        "Writes the index of search anew, from what stands on lists: after an upgrade that says so, or after "
        "a change of a name that many old stories should be found by. Readers can search meanwhile. Stopped, "
        "it says how to go on; running it twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--after",
            metavar="ID",
            type=int,
            default=0,
            help="go on after this edition, as it told when stopped",
        )
        only = parser.add_mutually_exclusive_group()
        for kind in ROWS:
            only.add_argument(
                f"--{kind}",
                metavar="ID",
                type=int,
                help=f"only the stories of this {kind}, say after a change of its name",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        reached, done = options["after"], 0
        of = next(((kind, options[kind]) for kind in ROWS if options[kind] is not None), None)
        with Progress(self.stdout, editions_standing(reached, of).count(), "editions") as progress:
            try:
                for last, count in rebuild(reached, of):
                    reached, done = last, done + count
                    progress(done)
                    db.reset_queries()  # with DEBUG on, Django keeps them all
                    time.sleep(BREATH)
            except KeyboardInterrupt:
                raise CommandError(f"Stopped: --after {reached} goes on.", returncode=130) from None
        self.stdout.write(f"{done:,} editions are in the index{' anew' if of else ''}.")
