"""Text becomes a formula, or problems with their places."""
