"""A formula becomes another formula that means the same."""
