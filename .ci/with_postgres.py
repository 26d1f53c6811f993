"""Runs a command on a PostgreSQL of its own: with_postgres.py COMMAND [ARGUMENT…]

A server is started in a new temporary folder, on a free port of the loopback, and its address put into the
command's DATABASE_URL. Both are gone when the command ends, however it ends. The exit status is the
command's. Durability is switched off: what the server holds is thrown away anyhow.

with_postgres.py --version only says which PostgreSQL that would be, and fails where there is none.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTING_TAKES_AT_MOST = 60  # seconds
STOPPING_TAKES_AT_MOST = 30  # seconds
THROWN_AWAY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
# Upper and lower case as a real site has them, also of letters with accents.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def find_programs() -> Path | None:
    """The folder of PostgreSQL's programs: the one in PATH, else Debian's newest."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if in_path := shutil.which("postgres"):
        folders.insert(0, Path(in_path).resolve().parent)
    needed = ("initdb", "pg_isready", "postgres")
    return next((folder for folder in folders if all((folder / name).exists() for name in needed)), None)


def version(programs: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", programs.parent.name)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged_user() -> str | None:
    """Whom the server runs as when we are root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Runs a server inside the with block, which is given the address of its empty database."""
    with tempfile.TemporaryDirectory(prefix="newsroom-postgres-") as name:
        folder, port, password = Path(name), free_port(), secrets.token_hex(16)
        (folder / "password").write_text(password)
        options = {"cwd": folder, "stdin": subprocess.DEVNULL}
        if user := unprivileged_user():
            options |= {"user": user, "extra_groups": ()}
            shutil.chown(folder, user)
        make_files(programs, folder, options)
        process = start(programs, folder, port, options)
        try:
            wait_until_ready(programs, process, port, folder / "log")
            yield f"postgres://newsroom:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop(process)


def make_files(programs: Path, folder: Path, options: dict) -> None:
    command = [programs / "initdb", "--pgdata", folder / "data", "--no-sync"]
    command += ["--username", "newsroom", "--auth", "scram-sha-256", "--pwfile", folder / "password"]
    command += ["--encoding", "UTF8", "--locale", LOCALE]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if made.returncode:
        sys.exit(f"PostgreSQL could not make its files:\n{made.stdout}")


def start(programs: Path, folder: Path, port: int, options: dict) -> subprocess.Popen:
    command = [programs / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", ""]
    with (folder / "log").open("w") as log:
        # In a session of its own: the terminal's Ctrl-C is for the command.
        return subprocess.Popen(
            command + THROWN_AWAY, stdout=log, stderr=log, start_new_session=True, **options
        )


def wait_until_ready(programs: Path, process: subprocess.Popen, port: int, log: Path) -> None:
    ask = [programs / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    deadline = time.monotonic() + STARTING_TAKES_AT_MOST
    while subprocess.run(ask).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)


def stop(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGINT)  # PostgreSQL's "fast": connections are closed, not waited for
    try:
        process.wait(STOPPING_TAKES_AT_MOST)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def run(command: list[str], address: str) -> int:
    """Runs the command to its end: what would end this program is the command's to answer."""
    child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the command as well
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: child.send_signal(received))
    status = child.wait()
    return status if status >= 0 else 128 - status


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    programs = find_programs()
    if not programs:
        sys.exit("PostgreSQL not found, neither in PATH nor in /usr/lib/postgresql/*/bin.")
    if command == ["--version"]:
        return subprocess.run([programs / "postgres", "--version"]).returncode
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: sys.exit(128 + received))
    with server(programs) as address:
        return run(command, address)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
