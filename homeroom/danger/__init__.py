"""Danger to life comes first (invariant 14): alerts, who is told of them, and what was done."""
