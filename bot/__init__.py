"""What Sandan says: use cases, the advisor, and the places where people meet it."""
