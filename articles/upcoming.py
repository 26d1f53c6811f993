"""When what readers see changes by itself: nothing that is kept may be kept past that."""

from datetime import datetime

from articles.models import Edition


def next_moment(at: datetime) -> datetime | None:
    """The next one after this. One look into an index, however large the archive.

    An edition that ends at a time to come makes room for another, so beginnings are enough.
    """
    later = Edition.objects.filter(visible_from__gt=at).order_by("visible_from")
    moment: datetime | None = later.values_list("visible_from", flat=True).first()
    return moment
