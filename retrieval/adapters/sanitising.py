"""Make any string safe for engines written in C."""


def sanitised(text: str) -> str:
    """Replace what engines choke on: NUL cuts a text silently, half a surrogate pair cannot be encoded."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
