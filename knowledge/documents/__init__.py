"""Documents: what a text is, how it is read, when it is in force."""
