"""The local page: answers as HTML."""
