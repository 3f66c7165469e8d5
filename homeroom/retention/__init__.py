"""Holds, retention schedules, and destruction: planned, approved by two, with a certificate."""
