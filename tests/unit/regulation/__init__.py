"""Gathering news of regulators."""
