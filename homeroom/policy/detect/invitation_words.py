"""What talk of both languages shares: marks where a network's names go, and words for a group."""

from __future__ import annotations

NET, PLAY, ANY = "<net>", "<play>", "<any>"
"""Places in a phrase for names: of networks, of networks and games, of all that Spanish says."""
GROUP = (
    r"(?:server|group|gc|group ?chat|chat|channel|story|community|page|thread|link|dms?|inbox|"
    r"grupo|grupito|servidor|canal|chat grupal|"
    r"comunidad|room)"
)
