"""The gallery of networks, which the live page has to start from."""
