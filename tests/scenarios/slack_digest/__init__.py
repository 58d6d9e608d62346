"""The digest in Slack: the post of the morning, each button, form and command, and what goes wrong."""
