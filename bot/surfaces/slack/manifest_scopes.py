"""The events we listen to, the calls we make, and the scope that Slack asks for each; tests compare."""

from collections.abc import Mapping

# What Slack asks for before it sends an event or carries out a call.
SCOPES_OF_EVENTS: Mapping[str, str | None] = {
    "agent_session_stopped": None,
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
    "tokens_revoked": None,
    "user_change": "users:read",
}
SCOPES_OF_METHODS: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "apps.connections.open": (),  # of the app-level token: connections:write
    "assistant.threads.setStatus": ("chat:write",),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "agents.sessions.setStatus": ("chat:write",),
    "chat.appendStream": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.startStream": ("chat:write",),
    "chat.stopStream": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "chat.update": ("chat:write",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "files.info": ("files:read",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
SCOPE_OF_COMMANDS = "commands"  # and of shortcuts


def bot_scopes() -> list[str]:
    """List the scopes that the events and calls need, and no others."""
    of_methods = {scope for scopes in SCOPES_OF_METHODS.values() for scope in scopes}
    of_events = {scope for scope in SCOPES_OF_EVENTS.values() if scope}
    return sorted({*of_events, *of_methods, SCOPE_OF_COMMANDS})
