"""Make the tables of gathering: names of news, changes, looks at addresses, states of sources."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "news_names",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("item", sa.String(200), nullable=False),
    )
    op.create_index("ix_news_names_item", "news_names", ["item"])
    op.create_table(
        "news_changes",
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seen_at", sa.String(40), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_news_changes_seen", "news_changes", ["seen_at"])
    op.create_table(
        "news_looks",
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("looked_at", sa.String(40), nullable=False),
        sa.Column("gone_since", sa.String(40)),
        sa.Column("is_withdrawn", sa.Boolean, nullable=False),
    )
    op.create_table(
        "news_sources",
        sa.Column("source", sa.String(100), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for name in ("news_sources", "news_looks", "news_changes", "news_names"):
        op.drop_table(name)
