"""One reader a kind of file: bytes in, `Reading` out; `UnreadableError` where there is no text."""
