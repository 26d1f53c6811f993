"""manage.py load_sample: something to look at and to work with; `make run` calls it."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from sections.tree import forget_tree
from wire import sample_site, sample_stories
from wire.refusal import Refused


class Command(BaseCommand):
    help = "Load sample sections, accounts and stories, once; after that only say which accounts there are."

    def handle(self, **options: Any) -> None:
        if sample_stories.are_loaded():
            self.stdout.write("The sample content is loaded already.")
        else:
            try:
                self._load()
            except Refused as refused:
                raise CommandError(str(refused)) from refused
        for line in sample_site.accounts_table():
            self.stdout.write(line)

    @transaction.atomic
    def _load(self) -> None:
        now = timezone.now()
        sample_site.make_map()
        sample_site.make_imprint()
        people = sample_site.make_accounts()
        forget_tree()
        published = sample_stories.publish_samples(now)
        waiting = sample_stories.fill_desk(people, now)
        # The site's, which this room does not know.
        call_command("load_sample_pages", flash=sample_stories.flash_guid())
        self.stdout.write(f"{published} sample stories published, {waiting} more on the desk.")
