"""The whole story, played in the running demo, through public interfaces only."""
