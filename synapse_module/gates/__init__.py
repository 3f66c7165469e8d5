"""The gates: what Synapse asks before it acts, one subject a file."""
