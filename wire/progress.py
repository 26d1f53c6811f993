"""A progress bar, where a terminal is there to show it."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.core.management.base import OutputWrapper

T = TypeVar("T")
WIDTH = 30
ERASE_LINE = "\r\x1b[K"


class Progress:
    """Steps through items; from two on it draws how far it is, on a line that erase() takes away again."""

    def __init__(self, out: OutputWrapper, total: int) -> None:
        self.out, self.total = out, total
        self.is_shown = total > 1 and out.isatty()

    def over(self, items: Sequence[T]) -> Iterator[T]:
        for number, item in enumerate(items):
            filled = WIDTH * number // self.total
            self._draw(f"[{'#' * filled}{'.' * (WIDTH - filled)}] {number}/{self.total}")
            yield item
        self.erase()

    def erase(self) -> None:
        """Before something else is written."""
        self._draw("")

    def _draw(self, bar: str) -> None:
        if self.is_shown:
            self.out.write(f"{ERASE_LINE}{bar}", style_func=str, ending="")
            self.out.flush()
