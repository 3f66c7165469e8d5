"""Files."""

from __future__ import annotations

from homeroom.ways_in.model import Way, closed, harmless, judged

REPOSITORY = "/_matrix/media/*"
FILES = "reads a file that was named in a message, which was judged"
PREVIEWS = "the server fetches nothing from elsewhere for anybody"
LATER = "what comes after the message that names it would be content that nobody judged"

WAYS: tuple[Way, ...] = (
    judged(
        f"POST {REPOSITORY}/upload",
        "a file",
        "attachment_kind",
        "attachment_size",
        "unreadable_file",
        why="nobody sees a file before an event names it, and that is judged with what is in it",
        test="tests/integration/module/test_attachments.py::test_a_file_is_judged_by_what_is_in_it",
    ),
    closed("POST /_matrix/media/v1/create", "an address for a file to come", LATER),
    closed("PUT /_matrix/media/v3/upload/{server_name}/{media_id}", "a file", LATER),
    harmless(f"GET {REPOSITORY}/config", "reads how large a file may be"),
    harmless("GET /_matrix/client/v1/media/config", "reads how large a file may be"),
    harmless(f"GET {REPOSITORY}/download/{{server_name}}/{{media_id}}[/{{file_name}}]", FILES),
    harmless(f"GET {REPOSITORY}/thumbnail/{{server_name}}/{{media_id}}", FILES),
    harmless("GET /_matrix/client/v1/media/download/{server_name}/{media_id}[/{file_name}]", FILES),
    harmless("GET /_matrix/client/v1/media/thumbnail/{server_name}/{media_id}", FILES),
    closed(f"GET {REPOSITORY}/preview_url", "a page from elsewhere", PREVIEWS),
    closed("GET /_matrix/client/v1/media/preview_url", "a page from elsewhere", PREVIEWS),
)
