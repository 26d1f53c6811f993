"""A page that would say what it said last time is not written again.

Nothing is taken on trust for that: the database is asked at every request, and only where all that a page is
made of is equal to what it was last made of, word for word, is the page itself taken from memory. So nothing
can be stale, and nothing has to be purged.
"""

from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from threading import Lock
from typing import Any, NamedTuple

from django.http import HttpResponse

MOST_PAGES = 256  # in each process
LARGEST = 100_000  # bytes: room for a story of ten thousand words


class Written(NamedTuple):
    made_of: tuple[Any, ...]
    headers: tuple[tuple[str, str], ...]
    content: bytes


_pages: OrderedDict[str, Written] = OrderedDict()  # those that were asked for last stand last
_lock = Lock()


def page(
    name: str, made_of: Callable[[], tuple[Any, ...]], write: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page of that name. `made_of` tells all that `write` looks at, and is asked again when it has: what
    has changed in between is not kept.
    """
    words = made_of()
    with _lock:
        if known := _pages.get(name):
            _pages.move_to_end(name)
    if known and known.made_of == words:
        return HttpResponse(known.content, headers=dict(known.headers))
    response = write()
    can_be_kept = response.status_code == HTTPStatus.OK and len(response.content) <= LARGEST
    if can_be_kept and made_of() == words:
        with _lock:
            _pages[name] = Written(words, tuple(response.items()), response.content)
            if len(_pages) > MOST_PAGES:
                _pages.popitem(last=False)
    return response
