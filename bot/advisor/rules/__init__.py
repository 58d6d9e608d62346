"""Policy rules: what a company's own texts allow, ask for and forbid, read by a grammar."""
