"""A host's own calendar as its owner sees it: never its address in full."""

from urllib.parse import urlsplit

from commands.feeds import SENTENCES
from models import feeds
from models.openings import Feed
from rules.times import to_epoch

WEEKS = 28 * 86400


def values(feed: Feed | None, at, zone: str) -> dict:
    """What the part of the page shows."""
    common = {"feed": None, "feed_typed": "", "feed_errors": {}, "feed_word": False, "feed_zone": zone}
    if feed is None:
        return common
    now = to_epoch(at)
    return common | {
        "feed": {
            "name": masked(feed.address),
            "count": sum(1 for start, end in feed.busy if end > now and start < now + WEEKS),
            "fault": SENTENCES.get(feed.fault),
            "failing": feeds.failing(feed, at),
            "read_at": feed.read_at,
            "next_at": feed.next_at,
        }
    }


def masked(address: str) -> tuple[str, str]:
    """The host name, and the last four characters (before the ending that they all have)."""
    path = address.removesuffix(".ics")
    return urlsplit(address).hostname or "", path[-4:] + address[len(path) :]
