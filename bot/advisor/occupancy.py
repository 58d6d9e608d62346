"""Keep found spans from overlapping: whoever comes first has the place."""


class Occupancy:
    """The characters of one text that something found already stands on."""

    def __init__(self, length: int) -> None:
        self._is_taken = bytearray(length)

    def claim(self, start: int, end: int) -> bool:
        """Take a span and tell whether it was free; a span that is not stays as it was."""
        if any(self._is_taken[start:end]):
            return False
        self._is_taken[start:end] = b"\x01" * (end - start)
        return True
