"""The text of files: what is attached to a message is judged, searched and produced as text."""
