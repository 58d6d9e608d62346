"""The bundled texts; no code."""
