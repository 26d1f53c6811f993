"""Content-Security-Policy, with the setting names and constants of Django 6, which will replace this file."""

import secrets
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

NONE = "'none'"
SELF = "'self'"
NONCE = "<CSP_NONCE_SENTINEL>"

Policy = Mapping[str, Sequence[str]]


def build_policy(policy: Policy, nonce: str | None) -> str:
    """The header's text; a directive's NONCE becomes this response's, or goes where there is none."""
    directives = []
    for directive, sources in policy.items():
        words = [f"'nonce-{nonce}'" if word == NONCE else word for word in sources if nonce or word != NONCE]
        directives.append(" ".join([directive, *words]))
    return "; ".join(directives)


class ContentSecurityPolicyMiddleware:
    """Readers' pages get SECURE_CSP, which needs no nonce; the desk gets SECURE_CSP_ADMIN.

    A view may hand in another policy as Django 6's `csp_override` does, on the response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_prefix = reverse("admin:index")
        self.of_readers = build_policy(settings.SECURE_CSP, None)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at_desk = request.path.startswith(self.admin_prefix)
        nonce = secrets.token_urlsafe(16) if at_desk else None
        request.csp_nonce = SimpleLazyObject(lambda: nonce)  # type: ignore[attr-defined]
        response = self.get_response(request)
        policy: Policy | None = getattr(
            response, "_csp_config", settings.SECURE_CSP_ADMIN if at_desk else None
        )
        text = self.of_readers if policy is None else build_policy(policy, nonce)
        response.headers.setdefault("Content-Security-Policy", text)
        return response
