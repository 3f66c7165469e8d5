"""Redaction in the data: what is covered, by which mark, in every copy; and whether any is left."""
