"""Readers of other systems' files, and what is done with what they say."""
