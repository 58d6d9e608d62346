"""Foreign engines behind our interfaces: Chroma, embedding models, Sudachi, LangChain."""
