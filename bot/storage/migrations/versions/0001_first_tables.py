"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("key", sa.String(400), primary_key=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("shelf", sa.String(20), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("version", sa.String(60), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("source_class", sa.String(20), nullable=False),
        sa.Column("audience", sa.String(200), nullable=False),
        sa.Column("effective_from", sa.Date),
        sa.Column("effective_to", sa.Date),
        sa.Column("supersedes", sa.Text),
        sa.Column("amends", sa.Text),
        sa.Column("is_excerpt", sa.Boolean, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("warnings", sa.Text, nullable=False),
        sa.Column("model_id", sa.Text, nullable=False),
    )
    op.create_table(
        "sections",
        sa.Column(
            "document_key",
            sa.String(400),
            sa.ForeignKey("documents.key", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("card", sa.Text),
    )
    op.create_index("ix_sections_id", "sections", ["id"])
    op.create_table(
        "chunks",
        sa.Column(
            "document_key",
            sa.String(400),
            sa.ForeignKey("documents.key", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(500), nullable=False, unique=True),
        sa.Column("section", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("phrasing", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("indexed_text", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_chunks_hash", "chunks", ["hash"])
    op.create_table(
        "state",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("surface", sa.String(20), nullable=False),
        sa.Column("event_id", sa.String(200), nullable=False),
        sa.Column("team", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("ts", sa.String(60), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("user", sa.String(200), nullable=False),
        sa.Column("received_at", sa.String(40), nullable=False),
        sa.UniqueConstraint("surface", "event_id", name="uq_messages_event"),
        sa.UniqueConstraint("surface", "team", "channel", "ts", name="uq_messages_place"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(32), sa.ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("leased_until", sa.String(40)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("finished_at", sa.String(40)),
    )
    op.create_index("ix_jobs_open", "jobs", ["outcome", "number"])
    op.create_table(
        "turns",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("surface", sa.String(20), nullable=False),
        sa.Column("team", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("thread_ts", sa.String(60), nullable=False),
        sa.Column("ts", sa.String(60), nullable=False),
        sa.Column("user", sa.String(200), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
    )
    op.create_index("ix_turns_thread", "turns", ["team", "channel", "thread_ts"])
    op.create_index("ix_turns_user", "turns", ["team", "user"])
    op.create_table(
        "signatures",
        sa.Column("signature", sa.String(200), primary_key=True),
        sa.Column("seen_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "errands",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for name in (
        "errands",
        "signatures",
        "turns",
        "jobs",
        "messages",
        "state",
        "chunks",
        "sections",
        "documents",
    ):
        op.drop_table(name)
