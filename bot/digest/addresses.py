"""Write a publisher's address so that it is only an address of the web, whatever a feed put there."""

from urllib.parse import quote, urlsplit

_MAX_ADDRESS = 1_000


def is_web_address(address: str) -> bool:
    """Tell whether an address is one of the web, written so that it can be nothing else."""
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname)
    except ValueError:
        return False
    is_plain = all("!" <= one <= "~" and one not in '<>|"' for one in address)
    return parts.scheme in {"http", "https"} and has_host and is_plain and len(address) <= _MAX_ADDRESS


def web_address(address: str) -> str:
    """Write a publisher's address so that it is only an address; empty where it cannot be one."""
    written = quote(address.strip(), safe=":/?#[]@!$&'()*+,;=%~-._")
    return written if is_web_address(written) else ""
