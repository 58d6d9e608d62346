"""A Slack of our own for tests: Web API, Socket Mode, signed deliveries, and a Block Kit validator."""
