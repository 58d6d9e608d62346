"""The three steps and the three indicators as data."""
