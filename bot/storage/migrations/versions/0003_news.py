"""Make the table of news."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "news",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("first_seen", sa.String(40), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_news_seen", "news", ["first_seen"])


def downgrade() -> None:
    op.drop_table("news")
