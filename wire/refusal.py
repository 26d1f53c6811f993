"""Why copy is not taken in."""

from django.utils.functional import Promise


class Refused(Exception):
    """The reason, and how to mend it; `line` is the line of the copy that it is about, 0 for all of it."""

    def __init__(self, reason: str | Promise, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
