"""The daily digest: when, what, and only once."""
