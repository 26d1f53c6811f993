"""Print docs/workflow.md from the table of steps."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from articles.stages import STEPS, LiveState, Stage

HEAD = """# The workflow

Written by `manage.py workflow_table` from the table in `articles/stages.py`; a test compares the two.

A story's working copy is in one of the stages {stages}. What readers see is another thing, read from the
record: {live_states}. A role holds on a section and on all below it, and whoever has a higher role may do
what a lower one may: reporter, editor, desk head; admins may do everything everywhere.

Saving leaves the stage as it was, except that a published copy becomes a draft: an update beside the
text that readers go on seeing. The steps that spike, hold and release are still to come.

| step | who, at least | from stage | while the record says | to stage | asks for |
|---|---|---|---|---|---|
"""


def names(found: frozenset[Any], all_of_them: type[Stage] | type[LiveState]) -> str:
    ordered = [member for member in all_of_them if member in found]
    return "any" if len(ordered) == len(all_of_them) else ", ".join(str(member.label) for member in ordered)


def document() -> str:
    with translation.override("en"):
        text = HEAD.format(
            stages=", ".join(str(stage.label) for stage in Stage),
            live_states=", ".join(str(state.label) for state in LiveState),
        )
        for step in STEPS.values():
            to = step.to.label if step.to else "as it was"
            cells = [
                step.name,
                step.role.label,
                names(step.stages, Stage),
                names(step.live_states, LiveState),
            ]
            text += f"| {' | '.join(map(str, [*cells, to, step.asks or '–']))} |\n"
    return text


class Command(BaseCommand):
    help = "Print the table of steps as docs/workflow.md has it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")
