"""The form of a story as a browser sends it."""

from typing import Any

from django.test import Client

from articles.models import Article

ADD = "/admin/articles/article/add/"


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the form at this address would send if it were sent as it stands, with these changes."""
    form = client.get(address).context["adminform"].form
    values = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple | set):
            values[field.html_name] = [getattr(row, "pk", row) for row in value]
        elif value not in (None, False, ""):
            values[field.html_name] = field.field.widget.format_value(value)
    return {name: value for name, value in (values | changes).items() if value is not None}


def send(client: Client, address: str, button: str = "save", **changes: Any) -> Any:
    return client.post(address, filled(client, address, **changes) | {f"_{button}": "1"})
