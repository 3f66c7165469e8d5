"""What the pages read from the registry, one file a subject. Nothing here writes."""
