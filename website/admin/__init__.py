"""The desk's screens for the shop window: what stands on fronts and in the flash bar."""

from website.admin import former, pages

__all__ = ["former", "pages"]
