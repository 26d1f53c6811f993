"""Fields of the picture desk's forms."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from photos.reading.dates import YEARS
from sections.one_line import one_line, unturned

LONGEST_TEXT = 10_000


class DayField(forms.DateField):
    """A day that begins and ends in every time zone."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class MomentField(forms.DateTimeField):
    """A time since there is photography, which has a day in every time zone."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "datetime-local", "step": "1"}
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs=attrs)
        super().__init__(**{"widget": widget, "required": False} | kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            moment = super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            moment = self.by_the_clock(error.params["datetime"])
        if moment is not None and moment.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment

    def by_the_clock(self, shown: datetime) -> datetime:
        """The first of the two moments at which clocks that go back show this."""
        if shown.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        moment = timezone.make_aware(shown).astimezone(UTC)
        if timezone.make_naive(moment) != shown:
            raise ValidationError(_("The clocks are changed then: choose another time."), code="skipped")
        return moment

    def has_changed(self, initial: Any, data: Any) -> bool:
        """As it is shown: two moments that clocks show alike are no change, nor is a part of a second."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return self.as_shown(initial) != self.as_shown(typed)

    def as_shown(self, moment: datetime | None) -> str | None:
        return self.widget.format_value(self.prepare_value(moment))


class TextField(forms.CharField):
    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(**{"widget": widget, "required": False, "max_length": LONGEST_TEXT} | kwargs)

    def to_python(self, value: Any) -> str:
        return unturned(super().to_python(value).replace("\r\n", "\n"))


class KeywordsField(TextField):
    """Parted by commas or lines; each once."""

    def to_python(self, value: Any) -> str:
        return ", ".join(words_in(super().to_python(value)))


def words_in(text: str) -> list[str]:
    found: dict[str, str] = {}
    for word in re.split(r"[,;\n]", text):
        if tidy := one_line(word):
            found.setdefault(tidy.casefold(), tidy)
    return list(found.values())


class PercentField(forms.IntegerField):
    """A share, typed as a whole number of percents, as exactly as renditions are named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100} | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return round(value * 100) if isinstance(value, float) else value

    def clean(self, value: Any) -> float:
        return super().clean(value) / 100

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def keys_in(sent: list[str], at_most: int) -> list[int]:
    """The keys of rows in what a browser sent, each once; whatever else it sent is passed over."""
    keys = [int(text) for text in sent if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII)]
    return list(dict.fromkeys(keys))[:at_most]
