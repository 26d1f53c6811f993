"""A field of forms for one line of text."""

from typing import Any

from django import forms

from sections.one_line import one_line


class LineField(forms.CharField):
    """One line, whatever was pasted; one in which nothing would show is empty."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))
