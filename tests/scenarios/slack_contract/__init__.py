"""Hold the fake Slack, and our surface, against a Slack that others wrote: npm's emulate@0.12.1."""
