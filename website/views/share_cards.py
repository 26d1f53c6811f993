"""The drawn share card of a story."""

from django.conf import settings
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles.models import Edition, Publication
from photos.views import SECONDS_IN_BETWEEN, gone
from website.addresses import tree_knowing
from website.share_cards import card_of, digest_of, picture_of


@require_safe
def share_card(request: HttpRequest, publication: int, digest: str) -> HttpResponseBase:
    """Of what the story says now: one query, and one more for a story that nobody sees."""
    at = timezone.now()
    edition = Edition.objects.live(at).filter(publication=publication).first()
    if edition is None:
        return withdrawn(publication)
    section = tree_knowing([edition]).by_id[edition.section_id]
    card = card_of(edition, section)
    if digest != digest_of(card):
        raise Http404
    response = FileResponse(picture_of(card), content_type="image/png")
    patch_cache_control(
        response, public=True, max_age=settings.NEWSROOM_PHOTO_SECONDS, s_maxage=SECONDS_IN_BETWEEN
    )
    return response


def withdrawn(publication: int) -> HttpResponse:
    """410 for one that was killed, whatever card of it is asked for; of others nothing is told."""
    killed = Publication.objects.filter(pk=publication, visible_from__lte=F("killed_at"))
    if not killed.exists():
        raise Http404
    return gone()
