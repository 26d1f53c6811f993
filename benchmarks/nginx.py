"""nginx as docs/nginx.conf has it, in a folder of its own: with other paths and ports, and without TLS."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTING_TAKES_AT_MOST = 10  # seconds

AROUND = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
daemon off;
{user}
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    charset utf-8;
    access_log off;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary-proxy;
    fastcgi_temp_path {folder}/temporary-fastcgi;
    uwsgi_temp_path {folder}/temporary-uwsgi;
    scgi_temp_path {folder}/temporary-scgi;
    {site}
}}
"""


def program() -> str | None:
    """Debian puts it where only root looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


FOR_BUCKETS = (r"# (proxy_cache\w*|add_header X-Cache) (.*;)", r"\1 \2")  # which the file has as comments


def write_configuration(
    folder: Path,
    *,
    site: int,
    redirect: int,
    behind: int,
    static: Path,
    media: Path,
    searches: int,
    buckets: bool,
) -> Path:
    """With its ports on the loopback; fails where the shipped file has lost what is replaced here."""
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for old, new in (
        *([FOR_BUCKETS] if buckets else []),
        (r"listen \[::\].*;\n", ""),
        (r"listen 80;", f"listen 127.0.0.1:{redirect};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{site};"),
        (r"ssl_\w+ .*;\n", ""),
        (r"server_name news\.example;", "server_name 127.0.0.1 localhost;"),
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{behind};"),
        (r"rate=5r/s", f"rate={searches}r/s"),
        (r"burst=20 ", f"burst={4 * searches} "),
        (r"/var/cache/nginx/newsroom", f"{folder}/cache"),
        (r"/srv/newsroom/var/static/", f"{static}/"),
        (r"/srv/newsroom/var/media/", f"{media}/"),
    ):
        text, count = re.subn(old, new, text)
        assert count, f"docs/nginx.conf has no {old}"
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(AROUND.format(folder=folder, user=user, site=text))
    return file


@contextmanager
def running(
    folder: Path,
    *,
    site: int,
    redirect: int,
    behind: int,
    static: Path,
    media: Path,
    searches: int = 5,
    buckets: bool = False,
) -> Iterator[None]:
    """The server, inside the with block; a client may ask for so many searches a second."""
    ports = {"site": site, "redirect": redirect, "behind": behind}
    options = {"searches": searches, "buckets": buckets}
    file = write_configuration(folder, **ports, static=static, media=media, **options)
    process = subprocess.Popen([program() or "nginx", "-c", str(file), "-p", str(folder)])
    try:
        wait_for(site, process, folder / "error.log")
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + STARTING_TAKES_AT_MOST
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nginx did not start:\n{log.read_text() if log.exists() else ''}")
