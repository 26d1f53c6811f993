"""What the site's pages are measured beside: the least that Django can do, on the same settings and database.

benchmarks.plain:application    /fixed      a page of 12 KB, the same every time
                                /one-query  a story by its key, in a template
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

django.setup()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__

from articles.models import Edition  # noqa: E402 - now that there are settings

FIXED = ("<!doctype html>\n<title>Fixed</title>\n" + "<p>Always the same words, over and over.</p>\n" * 300)[
    : 12 * 1024
]
TEMPLATE = engines["readers"].from_string("""<!doctype html>
<html lang="{{ story.language }}">
  <head><meta charset="utf-8"><title>{{ story.headline }}</title></head>
  <body>
    <nav>
      <ul>{% for word in words %}<li><a href="/{{ word }}/">{{ word|capfirst }}</a></li>{% endfor %}</ul>
    </nav>
    <main>
      <article>
        <h1>{{ story.headline }}</h1>
        {% if story.subheadline %}<p>{{ story.subheadline }}</p>{% endif %}
        <time datetime="{{ story.visible_from.isoformat }}">{{ story.visible_from|date:"j F Y, H:i" }}</time>
        {% autoescape off %}{{ story.body }}{% endautoescape %}
      </article>
    </main>
  </body>
</html>
""")
WORDS = [
    "politics",
    "economy",
    "world",
    "culture",
    "sport",
    "science",
    "health",
    "travel",
    "weather",
    "local",
]


def whole(text: str) -> HttpResponse:
    """With its length, as our middleware would add: without it servers send pieces, which takes longer."""
    content = text.encode()
    return HttpResponse(content, headers={"Content-Length": str(len(content))})


def fixed(request: HttpRequest) -> HttpResponse:
    return whole(FIXED)


def one_query(request: HttpRequest, pk: int) -> HttpResponse:
    return whole(TEMPLATE.render({"story": Edition.objects.get(pk=pk), "words": WORDS}, request))


urlpatterns = [path("fixed", fixed), path("one-query/<int:pk>", one_query)]
application = WSGIHandler()
