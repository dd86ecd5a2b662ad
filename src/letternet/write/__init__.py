"""A formula becomes text: one module for each view."""
