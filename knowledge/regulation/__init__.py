"""News of regulators: how it is gathered, told apart, and ranked for one company."""
