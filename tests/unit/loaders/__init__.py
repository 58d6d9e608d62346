"""Tests of the loaders' parts and of the process that reads apart."""
