"""Search for readers: one small interface over the index of either database.

The index holds a row for each edition that stands on lists, written and removed with them. What it finds
counts only once it is looked up among the editions that are visible at that moment.
"""

from articles.search.asking import TooSlow
from articles.search.entries import Entry
from articles.search.finding import Filters, Found, Point, find, search, search_best
from articles.search.keeping import add, put, remove, tidy
from articles.search.words import Query, parse

__all__ = [
    "Entry",
    "Filters",
    "Found",
    "Point",
    "Query",
    "TooSlow",
    "add",
    "find",
    "parse",
    "put",
    "remove",
    "search",
    "search_best",
    "tidy",
]
