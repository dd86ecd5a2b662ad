"""A formula gets kinds and sizes, or problems: what is defined where, the equations between sizes, their solution."""
