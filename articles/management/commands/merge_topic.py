"""Merges a topic with however many stories into another."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.management.progress import Progress
from articles.models import Topic
from articles.topics import finish, merge, remaining, unfinished

BREATH = 0.05
"""Seconds between two steps in which others may write: SQLite keeps no queue of those who wait."""


class Command(BaseCommand):
    help = (
        "Merges a topic with however many stories into another. Its address leads to the other one at once; "
        "its stories follow step by step. Stopped halfway, however roughly, `merge_topic --continue` goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("topic", nargs="?", help="the topic that goes: its name, or its number")
        what.add_argument(
            "--continue", action="store_true", dest="go_on", help="finish what was stopped halfway"
        )
        parser.add_argument("--into", metavar="TOPIC", help="the topic that stays: its name, or its number")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["go_on"]:
            if options["into"]:
                raise CommandError("--continue only finishes what was begun: it takes no --into.")
            if not unfinished().exists():
                self.stdout.write("Nothing is unfinished.")
        else:
            self._merge(options["topic"], options["into"])
        try:
            for topic in unfinished().order_by("pk"):
                self._finish(topic)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. The topic leads to the other one, but some of its stories do not stand on that "
                "one's list yet: `manage.py merge_topic --continue` goes on.",
                returncode=130,
            ) from None

    def _merge(self, name: str, other: str | None) -> None:
        if not other:
            raise CommandError("Say which topic stays: --into TOPIC.")
        topic, into = _find(name), _find(other)
        try:
            merge(topic, into)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"“{topic}” leads to “{into}” now.")

    def _finish(self, topic: Topic) -> None:
        with Progress(self.stdout, remaining(topic), f"rows of “{topic}”") as progress:
            for done in finish(topic):
                progress(done)
                time.sleep(BREATH)
        self.stdout.write(
            "Search finds its stories by the other name after "
            f"`manage.py rebuild_search --topic {topic.merged_into_id}`."
        )


def _find(name: str) -> Topic:
    """By its name, else by the number that stands in its address."""
    topics = Topic.objects.select_related("merged_into")
    found = topics.filter(name__iexact=name.strip(), merged_into=None).first()
    if found is None and name.isascii() and name.isdecimal() and len(name) < 19:  # noqa: PLR2004 - 64 bits
        found = topics.filter(pk=name).first()
    if found is None:
        merged = topics.filter(name__iexact=name.strip()).first()
        hint = f"; it was merged into “{merged.merged_into}”" if merged else ""
        raise CommandError(f"There is no topic “{name}”{hint}.")
    return found
