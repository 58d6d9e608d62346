"""Score answers against a question set that was written before the answers were seen."""
