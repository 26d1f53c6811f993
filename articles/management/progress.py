"""Where a long job stands: one line rewritten on a terminal, a plain line now and then elsewhere."""

import time

from django.core.management.base import OutputWrapper

SECONDS_BETWEEN = {True: 0.2, False: 10.0}  # on a terminal, elsewhere


class Progress:
    """`progress(done)` whenever something is done; in a with block the last line is always written."""

    def __init__(self, out: OutputWrapper, total: int, what: str) -> None:
        self.out, self.total, self.what = out, total, what
        self.on_terminal = out.isatty()
        self.started = self.shown_at = time.monotonic()
        self.done, self.is_shown = 0, True

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_error: object) -> None:
        if not self.is_shown:
            self._show()
        if self.on_terminal and self.done:
            self.out.write()

    def __call__(self, done: int) -> None:
        self.done, self.is_shown = done, False
        if time.monotonic() - self.shown_at >= SECONDS_BETWEEN[self.on_terminal]:
            self._show()

    def _show(self) -> None:
        self.shown_at, self.is_shown = time.monotonic(), True
        if self.on_terminal:
            self.out.write(f"\r\x1b[K{self.line()}", ending="")
        else:
            self.out.write(self.line())
        self.out.flush()

    def line(self) -> str:
        """`42% of 100,000 stories, 2,113 a second, 27 s left`."""
        total = max(self.total, self.done, 1)
        rate = self.done / max(time.monotonic() - self.started, 0.001)
        left = (total - self.done) / rate if rate else 0
        return (
            f"{100 * self.done // total}% of {total:,} {self.what}, {rate:,.0f} a second, {left:.0f} s left"
        )
