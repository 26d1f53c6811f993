"""Print docs/workflow.md: the desk in words and pictures, and the table of steps."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.text import capfirst

from articles.stages import STEPS, LiveState, Stage, Step

TEXT = Path(__file__).resolve().parents[1] / "workflow_page.md"  # with the place of the table in it
ON = {"copy": "copy", "record": "record", "both": "copy and record"}
BY_ITSELF = {"keep"}  # nobody presses it


def names(found: frozenset[Any], all_of_them: type[Stage] | type[LiveState]) -> str:
    ordered = [member for member in all_of_them if member in found]
    return "any" if len(ordered) == len(all_of_them) else ", ".join(str(member.label) for member in ordered)


def row(step: Step) -> str:
    to = step.to.label if step.to else "as it was"
    cells = [
        f"{capfirst(str(step.label))}{' (by itself)' if step.name in BY_ITSELF else ''}",
        f"`{step.name}`",
        step.role.label,
        ON[step.on],
        names(step.stages, Stage),
        names(step.live_states, LiveState),
        to,
        step.asks or "–",
    ]
    return f"| {' | '.join(map(str, cells))} |\n"


def document() -> str:
    with translation.override("en"):
        text = TEXT.read_text(encoding="utf-8")
        for name, found in (
            ("stages", ", ".join(f"*{stage.label}*" for stage in Stage)),
            ("live states", ", ".join(f"*{state.label}*" for state in LiveState)),
            ("steps", "".join(map(row, STEPS.values())).rstrip("\n")),
        ):
            text = text.replace(f"[[{name}]]", found)
        return text


class Command(BaseCommand):
    help = "Print docs/workflow.md: its text, with the table of steps as the code has it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")
