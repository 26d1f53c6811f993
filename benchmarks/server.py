"""The site as one runs it, with sample content, in a folder of its own: gunicorn with two workers.

Nothing here imports what needs the settings: make_environment() sets what these read.
"""

import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.browser import free_port

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
STARTING_TAKES_AT_MOST = 60  # seconds


def make_environment(folder: Path) -> str:
    """Set what settings and server read, and return the site's address; the caller's database is kept."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright's loop runs in our thread
        "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1",
        "NEWSROOM_BASE_URL": address,
        "NEWSROOM_MEDIA_ROOT": str(folder / "media"),
        "NEWSROOM_ORIGINALS_ROOT": str(folder / "originals"),
        "NEWSROOM_SECRET_KEY": secrets.token_urlsafe(50),
        "NEWSROOM_STATIC_ROOT": str(folder / "static"),
    }
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'newsroom.sqlite3'}")
    return address


def manage(*command: str) -> None:
    made = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if made.returncode:
        sys.exit(f"manage.py {' '.join(command)} failed:\n{made.stdout}{made.stderr}")


def prepare() -> None:
    for command in (["migrate"], ["collectstatic", "--no-input"], ["load_sample"]):
        manage(*command)


@contextmanager
def running(
    address: str,
    log: Path,
    variables: dict[str, str] | None = None,
    application: str = "newsroom.wsgi",
    answers: str = "/healthz",
) -> Iterator[None]:
    """The server, inside the with block."""
    bind = address.removeprefix("http://")
    command = [sys.executable, "-m", "gunicorn", application, "--bind", bind, "--no-control-socket"]
    command += ["--workers", str(WORKERS), "--threads", "4", "--log-level", "warning"]
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | (variables or {}),
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        wait_for(f"{address}{answers}", process, log)
        yield
    except Exception:
        print(f"The server said last:\n{log.read_text()[-3000:]}", file=sys.stderr)
        raise
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + STARTING_TAKES_AT_MOST
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    sys.exit(f"The server did not start:\n{log.read_text()}")
