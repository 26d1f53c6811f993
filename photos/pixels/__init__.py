"""Pixels: whether a picture is sound, what its colours are, what is made of it. Plain Python on Pillow.

Nothing here knows the database or a setting: limits, focal points and rights are handed in.
"""
