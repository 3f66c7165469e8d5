"""The protocol's own words, which are never anybody's name, however they read."""

from __future__ import annotations

from homeroom.policy.detect.match import one_of

KEYS = one_of(
    "event decision notice media status type sender room_id event_id origin_server_ts state_key"
    " redacts content body formatted_body format msgtype url file info mimetype size w h duration"
    " key rel_type membership displayname avatar_url reason name topic filename alias aliases"
    " m.relates_to m.in_reply_to m.mentions user_ids room m.new_content m.replace m.annotation"
    " is_falling_back thumbnail_url thumbnail_info thumbnail_file attempt verdict reasons rule"
    " clause instead details policy_version at mxc sha256 mime users events users_default"
    " events_default state_default redact kick ban invite via room_version creator geo_uri"
)
VALUES = one_of(
    "m.text m.notice m.emote m.image m.file m.video m.audio m.location m.room.message"
    " m.room.member m.room.name m.room.topic m.room.redaction m.reaction m.sticker m.room.avatar"
    " m.room.pinned_events m.room.power_levels m.room.create m.room.join_rules m.replace"
    " m.annotation m.thread m.reference org.matrix.custom.html accepted rejected outlier absent"
)
MEASURES = one_of("origin_server_ts size w h duration at ts")
"""Keys whose numbers are times and sizes, and nobody's."""
