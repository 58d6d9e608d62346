"""Settings to running objects: the only layer that knows every adapter and reads the clock."""
