"""Codes of languages, as BCP 47 has them."""


def primary(code: str) -> str:
    """The part that says which language it is: `en` of `en-GB`, also of `en_GB`."""
    return code.replace("_", "-").split("-")[0].lower()
