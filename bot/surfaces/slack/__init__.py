"""The Slack surface: events in, rich_text replies out."""
