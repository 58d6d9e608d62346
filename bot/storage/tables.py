"""The tables of the database, as SQLAlchemy describes them; `migrations` makes them.

Everything is portable: what only one engine understands stands in `bot.storage.engine`.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

REVISION = "0007"  # of the newest migration; a test compares it with the folder

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("key", String(400), primary_key=True),
    Column("ordinal", Integer, nullable=False),  # order of storing: the generation of the write
    Column("shelf", String(20), nullable=False),
    Column("id", String(200), nullable=False),
    Column("version", String(60), nullable=False),
    Column("title", Text, nullable=False),
    Column("source_class", String(20), nullable=False),
    Column("audience", String(200), nullable=False),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("supersedes", Text),
    Column("amends", Text),
    Column("is_excerpt", Boolean, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("origin", Text, nullable=False),
    Column("warnings", Text, nullable=False),  # JSON list
    Column("model_id", Text, nullable=False),  # of its chunks' vectors
)

sections = Table(
    "sections",
    metadata,
    Column("document_key", String(400), ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("path", Text, nullable=False),  # JSON list
    Column("locator", Text, nullable=False),
    Column("title", Text),
    Column("card", Text),  # JSON
)
Index("ix_sections_id", sections.c.id)

chunks = Table(
    "chunks",
    metadata,
    Column("document_key", String(400), ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("key", String(500), nullable=False, unique=True),
    Column("section", Integer, nullable=False),  # position of its section
    Column("kind", String(20), nullable=False),
    Column("language", String(8), nullable=False),  # of the partition: a phrasing's may differ
    Column("phrasing", Text),  # None of kind text, which is cut out of the section
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("indexed_text", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("terms", Text, nullable=False),  # parted by the unit separator
    Column("vector", LargeBinary, nullable=False),  # float16, little endian
)
Index("ix_chunks_hash", chunks.c.hash)

state = Table(
    "state",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("surface", String(20), nullable=False),
    Column("event_id", String(200), nullable=False),
    Column("team", String(200), nullable=False),
    Column("channel", String(200), nullable=False),
    Column("ts", String(60), nullable=False),
    Column("body", Text, nullable=False),  # JSON of the whole message
    Column("user", String(200), nullable=False),
    Column("received_at", String(40), nullable=False),  # ISO 8601 in UTC: sorts as text, on every engine
    UniqueConstraint("surface", "event_id", name="uq_messages_event"),
    UniqueConstraint("surface", "team", "channel", "ts", name="uq_messages_place"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False),  # order of acceptance
    Column("attempts", Integer, nullable=False),
    Column("leased_until", String(40)),
    Column("outcome", String(20)),
    Column("finished_at", String(40)),
)
Index("ix_jobs_open", jobs.c.outcome, jobs.c.number)

turns = Table(
    "turns",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("surface", String(20), nullable=False),
    Column("team", String(200), nullable=False),
    Column("channel", String(200), nullable=False),
    Column("thread_ts", String(60), nullable=False),
    Column("ts", String(60), nullable=False),  # of the message that this turn is, or answers
    Column("user", String(200), nullable=False),  # who said it, or to whom it was said
    Column("role", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("said_at", String(40), nullable=False),
)
Index("ix_turns_thread", turns.c.team, turns.c.channel, turns.c.thread_ts)
Index("ix_turns_user", turns.c.team, turns.c.user)

signatures = Table(
    "signatures",
    metadata,
    Column("signature", String(200), primary_key=True),
    Column("seen_at", String(40), nullable=False),
)

errands = Table(
    "errands",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payload", Text, nullable=False),  # JSON
    Column("state", String(20), nullable=False),
    Column("progress", Text, nullable=False),  # JSON list: what, done, total
    Column("result", Text, nullable=False),  # JSON, or the reason of a failure
)

news = Table(
    "news",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("first_seen", String(40), nullable=False),  # ISO 8601 in UTC, as everywhere
    Column("body", Text, nullable=False),  # JSON
)
Index("ix_news_seen", news.c.first_seen)

news_names = Table(  # every address and guid by which an item was ever met
    "news_names",
    metadata,
    Column("name", String(40), primary_key=True),  # hash
    Column("item", String(200), nullable=False),
)
Index("ix_news_names_item", news_names.c.item)

news_changes = Table(
    "news_changes",
    metadata,
    Column("item", String(200), primary_key=True),
    Column("revision", Integer, primary_key=True),  # from 1 on
    Column("seen_at", String(40), nullable=False),
    Column("body", Text, nullable=False),  # JSON of the item as it is now, with what has changed
)
Index("ix_news_changes_seen", news_changes.c.seen_at)

news_looks = Table(  # at the addresses of items that were shown
    "news_looks",
    metadata,
    Column("item", String(200), primary_key=True),
    Column("looked_at", String(40), nullable=False),
    Column("gone_since", String(40)),
    Column("is_withdrawn", Boolean, nullable=False),
)

news_sources = Table(
    "news_sources",
    metadata,
    Column("source", String(100), primary_key=True),
    Column("body", Text, nullable=False),  # JSON of the state
)

news_pages = Table(  # of items that were shown while a model was configured
    "news_pages",
    metadata,
    Column("item", String(200), primary_key=True),
    Column("read_at", String(40), nullable=False),
    Column("body", Text, nullable=False),  # JSON
)

news_summaries = Table(
    "news_summaries",
    metadata,
    Column("item", String(200), primary_key=True),
    Column("language", String(5), primary_key=True),
    Column("body", Text, nullable=False),  # JSON
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("channel", String(200), primary_key=True),
    Column("body", Text, nullable=False),  # JSON
    Column("changed_at", String(40), nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("channel", String(200), nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("leased_until", String(40)),
    Column("not_before", String(40)),
    Column("attempts", Integer, nullable=False),
    Column("message", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON of the digest
    Column("planned_at", String(40), nullable=False),
    UniqueConstraint("channel", "day", name="uq_digests_day"),
)
Index("ix_digests_open", digests.c.channel, digests.c.state)

deliveries = Table(
    "deliveries",
    metadata,
    Column("channel", String(200), primary_key=True),
    Column("item", String(200), primary_key=True),
    Column("revision", Integer, primary_key=True),  # 0: the news itself; each change that is told counts up
    Column("way", String(20), nullable=False),
    Column("digest_key", String(300), nullable=False),
)
Index("ix_deliveries_digest", deliveries.c.digest_key)

feedback = Table(
    "feedback",
    metadata,
    Column("channel", String(200), primary_key=True),
    Column("item", String(200), primary_key=True),
    Column("user", String(200), primary_key=True),
    Column("is_useful", Boolean, nullable=False),
    Column("traits", Text, nullable=False),  # JSON
    Column("given_at", String(40), nullable=False),
)

scores = Table(
    "scores",
    metadata,
    Column("channel", String(200), primary_key=True),
    Column("item", String(200), primary_key=True),
    Column("body", Text, nullable=False),  # JSON: how it was ranked when the digest was made
)

installations = Table(
    "installations",
    metadata,
    Column("team", String(60), primary_key=True),
    Column("installed_at", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),  # sealed JSON: it holds tokens
)

install_states = Table(
    "install_states",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("expires_at", String(40), nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(200), nullable=False),
    Column("item", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("due", Date),
    Column("step", Integer),
    Column("note", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
    UniqueConstraint("channel", "item", name="uq_tasks_item"),
)
