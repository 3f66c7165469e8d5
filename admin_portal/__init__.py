"""The portal: where a district's staff see that all is kept, and decide what is allowed."""
