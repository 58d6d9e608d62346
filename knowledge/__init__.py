"""What Sandan knows: documents, the framework as data, the bundled corpus."""
