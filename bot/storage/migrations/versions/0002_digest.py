"""Make the tables of the digest."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("channel", sa.String(200), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "digests",
        sa.Column("key", sa.String(300), primary_key=True),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("leased_until", sa.String(40)),
        sa.Column("not_before", sa.String(40)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("message", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("planned_at", sa.String(40), nullable=False),
        sa.UniqueConstraint("channel", "day", name="uq_digests_day"),
    )
    op.create_index("ix_digests_open", "digests", ["channel", "state"])
    op.create_table(
        "deliveries",
        sa.Column("channel", sa.String(200), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("digest_key", sa.String(300), nullable=False),
    )
    op.create_index("ix_deliveries_digest", "deliveries", ["digest_key"])
    op.create_table(
        "feedback",
        sa.Column("channel", sa.String(200), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("user", sa.String(200), primary_key=True),
        sa.Column("is_useful", sa.Boolean, nullable=False),
        sa.Column("traits", sa.Text, nullable=False),
        sa.Column("given_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "scores",
        sa.Column("channel", sa.String(200), primary_key=True),
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for name in ("scores", "feedback", "deliveries", "digests", "subscriptions"):
        op.drop_table(name)
