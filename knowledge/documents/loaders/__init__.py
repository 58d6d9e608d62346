"""File types: bytes to documents."""
