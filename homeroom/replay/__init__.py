"""What a draft policy would have done: the archive judged again, and nothing changed."""
