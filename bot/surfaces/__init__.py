"""The places where people meet the bot: reading, rendering, posting."""
