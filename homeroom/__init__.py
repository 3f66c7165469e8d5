"""Homeroom: a district-owned Matrix homeserver for schools."""

__version__ = "0.1.0"
