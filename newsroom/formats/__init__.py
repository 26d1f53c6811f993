"""Dates and times as the desk writes them, where Django's own words of a language would differ."""
