"""A formula and numbers become numbers."""
