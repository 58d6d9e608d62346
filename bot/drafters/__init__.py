"""Language models behind the drafting port."""
