"""The daily digest: which news a channel gets, when, and only once."""
