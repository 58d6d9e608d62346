"""Make the tables of workspaces that installed the app, and of installations under way."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("team", sa.String(60), primary_key=True),
        sa.Column("installed_at", sa.String(40), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "install_states",
        sa.Column("state", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.String(40), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("install_states")
    op.drop_table("installations")
