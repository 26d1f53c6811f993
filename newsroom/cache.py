"""Redis as a cache that may fail: then everything is a little slower, and nothing is an error."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)

LEFT_ALONE = 2.0  # seconds after a failure: nobody waits for a server that is down
WAITED_FOR = 0.25  # seconds for an answer; the database is not slower than that

Result = TypeVar("Result")


class ForgivingRedisCache(RedisCache):
    """What cannot be read is not there, what cannot be written is forgotten; `add` lets everybody go on."""

    left_alone_until = 0.0  # for the whole process: each thread has an instance of its own

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": WAITED_FOR, "socket_timeout": WAITED_FOR}
        super().__init__(server, params | {"OPTIONS": options | params.get("OPTIONS", {})})

    def _try(self, ask: Callable[[], Result], otherwise: Result) -> Result:
        if time.monotonic() < ForgivingRedisCache.left_alone_until:
            return otherwise
        try:
            return ask()
        except Exception as error:  # also an answer that is none of ours
            ForgivingRedisCache.left_alone_until = time.monotonic() + LEFT_ALONE
            logger.warning("The cache does not answer: %r", error)
            return otherwise

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(ForgivingRedisCache, self).add(*args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(lambda: super(ForgivingRedisCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(ForgivingRedisCache, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(ForgivingRedisCache, self).delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._try(lambda: super(ForgivingRedisCache, self).get_many(*args, **kwargs), {})

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._try(lambda: super(ForgivingRedisCache, self).set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._try(lambda: super(ForgivingRedisCache, self).delete_many(*args, **kwargs), None)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(ForgivingRedisCache, self).has_key(*args, **kwargs), False)
