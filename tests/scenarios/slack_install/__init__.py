"""Many workspaces: installing, answering each with its own token, renewing tokens, and leaving."""
