"""The core: from a question and passages to advice. Pure."""
