"""The sections of a policy as the rules read them, one file each."""
