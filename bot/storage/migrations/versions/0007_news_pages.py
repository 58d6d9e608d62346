"""Make the tables of pages that were read for summaries, and of the summaries."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "news_pages",
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("read_at", sa.String(40), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "news_summaries",
        sa.Column("item", sa.String(200), primary_key=True),
        sa.Column("language", sa.String(5), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("news_summaries")
    op.drop_table("news_pages")
