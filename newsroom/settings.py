"""All settings, in one file, driven by the environment. README and docs/deployment.md say which there are."""

import os
import re
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from newsroom import csp

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"  # everything that a running site writes, unless told otherwise


def brand() -> Path:
    """The agency's own templates and files, outside of what an upgrade replaces: docs/branding.md."""
    chosen = os.environ.get("NEWSROOM_BRAND")
    if chosen and not Path(chosen).is_dir():
        raise ImproperlyConfigured(f"NEWSROOM_BRAND is “{chosen}”, and there is no such folder.")
    return Path(chosen) if chosen else BASE_DIR / "brand"


BRAND = brand()


def brand_folder(name: str) -> list[Path]:
    """Where the brand has such a folder, it comes before ours."""
    return [BRAND / name] if (BRAND / name).is_dir() else []


def brand_file(name: str) -> str:
    """A static file that the pages show where the brand has it."""
    return name if (BRAND / "static" / name).is_file() else ""


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} is a number, such as {default}, not “{value}”.")
    return int(value)


def card_font() -> str:
    font = os.environ.get("NEWSROOM_CARD_FONT", "")
    if font and not Path(font).is_file():
        raise ImproperlyConfigured(f"NEWSROOM_CARD_FONT is “{font}”, and there is no such file.")
    return font


def card_colours() -> list[str]:
    """Of share cards, such as `accent=#8a1538,paper=#ffffff`."""
    colours = words("NEWSROOM_CARD_COLOURS")
    for colour in colours:
        if not re.fullmatch(r"(paper|ink|quiet|rule|accent)=#[0-9a-fA-F]{6}", colour):
            raise ImproperlyConfigured(
                f"NEWSROOM_CARD_COLOURS has “{colour}”; say accent=#8a1538 or the like."
            )
    return colours


def picture_storages() -> dict[str, Any]:
    """Local folders, or two buckets: one that is opened to the world by mistake must hold no originals."""
    names = "NEWSROOM_MEDIA_BUCKET", "NEWSROOM_ORIGINALS_BUCKET"
    media, originals = (os.environ.get(name, "").strip() for name in names)
    endpoint = os.environ.get("NEWSROOM_S3_ENDPOINT", "").strip()
    if not (media or originals or endpoint):
        folder = os.environ.get("NEWSROOM_ORIGINALS_ROOT", VAR / "originals")
        whole = {"BACKEND": "photos.files.WholeFilesStorage"}
        return {"default": whole, "originals": whole | {"OPTIONS": {"location": folder}}}
    if not (media and originals) or media == originals:
        raise ImproperlyConfigured(f"Pictures in buckets need two different ones: set {' and '.join(names)}.")
    if endpoint and not endpoint.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            f"NEWSROOM_S3_ENDPOINT is “{endpoint}”; say https://… or leave it for Amazon's."
        )
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(
            "NEWSROOM_MEDIA_BUCKET needs packages that are missing: pip install -r requirements-s3.txt"
        )
    return {
        storage: {
            "BACKEND": "photos.buckets.BucketStorage",
            "OPTIONS": {"bucket_name": bucket, "endpoint_url": endpoint or None},
        }
        for storage, bucket in (("default", media), ("originals", originals))
    }


def secret_key() -> str:
    if key := os.environ.get("NEWSROOM_SECRET_KEY"):
        return key
    try:
        return (VAR / "secret_key").read_text().strip()
    except FileNotFoundError:
        raise ImproperlyConfigured(
            "No secret key: set NEWSROOM_SECRET_KEY to a long random text; `make run` makes var/secret_key."
        ) from None


DEBUG = flag("NEWSROOM_DEBUG")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("NEWSROOM_ALLOWED_HOSTS", "127.0.0.1,localhost")
NEWSROOM_BASE_URL = os.environ.get("NEWSROOM_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
NEWSROOM_LANGUAGE = os.environ.get(
    "NEWSROOM_LANGUAGE", "it"
)  # the site's, until its root section says another
NEWSROOM_WEBSUB_HUB = os.environ.get("NEWSROOM_WEBSUB_HUB", "")  # which feeds name, empty for none

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "axes",
    "js_asset",
    "django_prose_editor",
    "accounts",
    "photos",
    "sections",
    "articles",
    "website",
    "wire",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsroom.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.NoCookiesForReadersMiddleware",
    "website.kept.KeptPagesMiddleware",  # what it remembers needs none of those that follow
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.OwnLanguageAndTimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

# The desk's engine knows the person; the readers' does not, so no page of theirs can depend on a cookie.
TEMPLATES = [
    {
        "NAME": "desk",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*brand_folder("templates"), BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "NAME": "readers",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*brand_folder("templates"), BASE_DIR / "templates"],
        "OPTIONS": {"builtins": ["django.templatetags.i18n", "django.templatetags.static"]},
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'newsroom.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # In memory SQLite has no WAL and ignores the timeout: tests use a file, as a site does.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
elif os.environ.get("NEWSROOM_PREPARE", "1") != "0":
    # Planning a story's query takes longer than answering it: PostgreSQL remembers the plan.
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 3}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rendered pages have a cache of their own, so that they never push out what else is remembered.
_cache_url = os.environ.get("CACHE_URL", "locmem://")
CACHES: dict[str, dict[str, Any]]
if _cache_url.startswith(("redis://", "rediss://", "unix://")):
    _redis = {"BACKEND": "newsroom.cache.ForgivingRedisCache", "LOCATION": _cache_url}
    CACHES = {"default": _redis} | {name: _redis | {"KEY_PREFIX": name} for name in ("pages", "searches")}
else:
    _memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    CACHES = {"default": _memory} | {
        # Those asked for last stay.
        name: _memory | {"LOCATION": name, "OPTIONS": {"MAX_ENTRIES": most, "CULL_FREQUENCY": 10}}
        for name, most in (("pages", 500), ("searches", 100))
    }
NEWSROOM_KEEP_PAGES = os.environ.get("NEWSROOM_KEEP_PAGES", "1") != "0"  # for half a second
NEWSROOM_STALE = number("NEWSROOM_STALE", 0)  # seconds for which a proxy may serve a page while it renews it

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Log-ins are throttled on user name and address together: nobody can lock a colleague out from elsewhere.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
NEWSROOM_PROXIES = number("NEWSROOM_PROXIES", 0)  # in front of us, each adding to X-Forwarded-For
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # it ends when the page said that it would
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.throttle.name_of"
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.throttle.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # it would grow for ever and say who works when
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("it", "italiano")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "newsroom.formats"
TIME_ZONE = os.environ.get("NEWSROOM_TIME_ZONE", "Europe/Rome")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("NEWSROOM_STATIC_ROOT", VAR / "static"))
STATICFILES_DIRS = [*brand_folder("static"), BASE_DIR / "static"]
NEWSROOM_BRAND_FILES = {"style": brand_file("site/brand.css"), "logo": brand_file("site/logo.svg")}
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("NEWSROOM_MEDIA_ROOT", VAR / "media"))
STORAGES = {
    **picture_storages(),  # to the originals no address leads
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

NEWSROOM_PHOTO_BYTES = number("NEWSROOM_PHOTO_BYTES", 80 * 1024 * 1024)
NEWSROOM_PHOTO_PIXELS = number("NEWSROOM_PHOTO_PIXELS", 64_000_000)
NEWSROOM_PHOTO_SECONDS = number("NEWSROOM_PHOTO_SECONDS", 86_400)  # for which browsers may keep a picture

NEWSROOM_CARD_FONT = card_font()  # of share cards; Pillow's own where empty
NEWSROOM_CARD_COLOURS = card_colours()

HTTPS = flag("NEWSROOM_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a load balancer asks over plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "website.views.errors.form_expired"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [NEWSROOM_BASE_URL] if HTTPS else []

_csp = {
    "default-src": [csp.NONE],
    "style-src": [csp.SELF],
    "img-src": [csp.SELF],
    "font-src": [csp.SELF],
    "form-action": [csp.SELF],
    "base-uri": [csp.NONE],
    "frame-ancestors": [csp.NONE],
}
SECURE_CSP = _csp
SECURE_CSP_PREVIEW = _csp | {"frame-ancestors": [csp.SELF]}  # the desk shows it in frames
SECURE_CSP_ADMIN = _csp | {
    "script-src": [csp.SELF, csp.NONCE],
    "style-src": [csp.SELF, csp.NONCE],
    "img-src": [csp.SELF, "data:"],
    "connect-src": [csp.SELF],
    "frame-src": [csp.SELF],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # a 403 or 404 is an answer, not a fault
}
