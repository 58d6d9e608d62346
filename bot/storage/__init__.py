"""Durable state: SQLAlchemy over SQLite, ready for PostgreSQL."""
