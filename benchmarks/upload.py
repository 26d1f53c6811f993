"""python -m benchmarks.upload FILE: bytes of memory that examining one picture takes, and its pixels.

A process of its own for each file: memory is its peak, less what it had before. What limits uploads is the
project's; no setting, and no database, is asked for.
"""

import re
import resource
import sys
from pathlib import Path

import django
from django.conf import settings

settings.configure()
django.setup()

from photos.pixels.decoding import examine  # noqa: E402 - now that there are settings


def peak() -> int:
    status = Path("/proc/self/status")  # Linux's ru_maxrss begins with what the parent had
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(path: str) -> None:
    before = peak()
    with open(path, "rb") as file:
        examined = examine(file)
    print(peak() - before, examined.width * examined.height)


if __name__ == "__main__":
    main(sys.argv[1])
