"""The local page: what a browser sends, and what a person then reads."""
