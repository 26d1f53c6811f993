"""Whether this process can serve: for load balancers and monitoring."""

import logging
import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


def ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def ask_cache() -> bool:
    token = secrets.token_hex(8)
    key = f"healthz-{token}"
    cache.set(key, token, timeout=5)
    return bool(cache.get(key) == token)


def answers(ask: Callable[[], bool]) -> bool:
    """False for whatever goes wrong; the reason is the log's, not the public's."""
    try:
        return ask()
    except Exception:
        logger.exception("healthz: %s failed", ask.__name__)
        return False


@csrf_exempt
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database and cache answer, else 503."""
    checks = {"database": answers(ask_database), "cache": answers(ask_cache)}
    healthy = all(checks.values())
    return JsonResponse({"ok": healthy} | checks, status=200 if healthy else 503)
