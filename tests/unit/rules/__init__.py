"""Tests of reading rules out of policies; `policies/` holds fictional ones of several styles."""
