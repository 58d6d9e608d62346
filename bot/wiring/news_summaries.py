"""Make what `sandan digest preview` prints of each item."""

from bot.digest.digest import Candidate, Entry
from bot.digest.previewing import Preview
from bot.surfaces.cli.digest_reports import PreviewItem

_PLACES = {"shown": 0, "updated": 1, "withdrawn": 2, "listed": 3, "seen": 4, "kept_out": 5}


def describe_items(preview: Preview) -> tuple[PreviewItem, ...]:
    """Describe every item that was gathered: those shown first, each group best first."""
    digest = preview.digest
    told = (*digest.entries, *digest.updated, *digest.withdrawn)
    entries = {one.item.id: one for one in told}
    items = [_item(one, preview, entries.get(one.id)) for one in preview.candidates]
    return tuple(sorted(items, key=lambda one: (_PLACES[one.way], one.tier != "for_you", -one.score, one.id)))


def _item(candidate: Candidate, preview: Preview, entry: Entry | None) -> PreviewItem:
    relevance = candidate.relevance
    return PreviewItem(
        id=candidate.id,
        title=candidate.title,
        published=_published(candidate),
        precision=candidate.precision,
        url=candidate.url,
        source=candidate.source,
        publisher=candidate.publisher,
        tier=relevance.tier,
        score=relevance.score,
        topic=relevance.topic,
        step=relevance.step,
        reason=entry.why if entry else relevance.reason.in_words(preview.digest.language),
        status=relevance.status,
        summary=entry.summary if entry else "",
        summary_by=entry.summary_by if entry else "",
        summary_note=entry.summary_note if entry else "",
        action=entry.action if entry else None,
        also=entry.also if entry else (),
        cluster=candidate.cluster,
        way=preview.fates[candidate.id],
        kept_out_by=preview.kept_out_by.get(candidate.id, ""),
    )


def _published(candidate: Candidate) -> str | None:
    if candidate.published is None:
        return None
    moment = candidate.published
    return moment.date().isoformat() if candidate.precision == "day" else moment.isoformat()
