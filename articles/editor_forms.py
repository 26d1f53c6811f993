"""The editor of a story's text: the desk's usual one, and pictures that stand in the text."""

from collections.abc import Mapping
from typing import Any

from django.forms import Script
from django.templatetags.static import static
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap
from js_asset import Media as Assets


class StoryEditor(AdminProseEditorWidget):
    """Its scripts are modules that know each other by the names in the import map, so that each is loaded
    once, under the address that changes with its content.
    """

    def __init__(self, extensions: Mapping[str, Any], **kwargs: Any) -> None:
        config = {"extensions": {**extensions, "Picture": True}}
        super().__init__(config=config, preset="configurable", **kwargs)

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"js_modules": [static("desk/picture_block.js")]}

    @property
    def media(self) -> Any:
        """The block's script goes first: the editor, which asks for it, is there when the page has loaded."""
        names = ["desk/picture_block.js", "desk/picture_list.js"]
        pictures = Assets(
            importmap=ImportMap({"desk/picker": "desk/picker.js"}),
            css={"all": ["desk/picker.css"]},
            js=[Script(name, type="module") for name in names],
        )
        return pictures + super().media
