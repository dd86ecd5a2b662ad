"""The notation, for people and for Lark."""
