"""What Sandan finds: chunks, the index, the retriever."""
