"""What a schedule lets go is destroyed, here and in the homeserver, with a certificate."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from homeroom.archive import sealed_images
from homeroom.errors import InputError
from homeroom.retention import disposing
from tests.integration.retention.conftest import OTHER, TODAY, District

RECENT = datetime(TODAY.year, 1, 1, tzinfo=UTC)


def test_what_is_due_goes_and_the_log_still_verifies(district: District) -> None:
    gone = district.say("oldwordone")
    district.say("youngword", at=RECENT)
    district.say("classword", room=OTHER)  # unclassified: kept
    district.seal()
    plan = district.plan()
    assert [(each.content, each.month, each.entries) for each in plan.goes] == [
        ("transitory", "2019-03", 1)
    ]
    assert {each.why for each in plan.remains} == {"not_yet", "unclassified"}
    done = district.run(plan.id)
    assert (done.gone, district.bodies()) == (1, {"youngword", "classword"})
    assert district.findings() == []
    district.seal()
    assert district.findings() == []
    assert district.reconciled().complete
    with district.database.connect() as connection:
        assert connection.scalar(text("SELECT outbox.adopt(10)")) == 0
    for table in ("event_json", "event_search"):
        statement = f"SELECT count(*) FROM public.{table} AS t WHERE t::text LIKE '%oldwordone%'"
        assert district.scalar(statement) == 0
    kept = district.scalar("SELECT json FROM public.event_json WHERE event_id = :id", id=gone)
    assert json.loads(kept)["content"] == {}
    assert json.loads(kept)["sender"] == "@person1:district.example"


def test_a_certificate_says_what_went_and_by_whom(district: District) -> None:
    for number in range(5):
        district.say(f"oldword{number}")
    district.seal()
    plan = district.plan()
    district.run(plan.id, most=3)
    district.seal()
    rows = district.scalar(
        "SELECT array_agg(payload ORDER BY index) FROM archive.payload "
        "WHERE payload LIKE '{\"disposition\"%'"
    )
    said = [json.loads(row)["disposition"] for row in rows]
    assert sum(each["count"] for each in said) == 5
    assert all(len(each["approved_by"]) == 2 for each in said)
    assert said[0]["basis"]["tests/talk"]["citation"] == "a schedule of the tests"
    assert said[0]["rules"] == {"tests/talk": said[0]["count"]}
    assert said[0]["backups_gone"] > TODAY.isoformat()
    assert "oldword" not in json.dumps(said)


def test_invariant_3_content_missing_without_a_certificate_is_a_finding(district: District) -> None:
    district.say("oldword")
    district.seal()
    district.execute("DELETE FROM archive.payload WHERE payload LIKE '%oldword%'")
    assert any("without a certificate" in finding for finding in district.findings())


def test_a_certificate_is_for_its_own_entries_alone(district: District) -> None:
    """Somebody with the database gives a real certificate other places, or deletes more."""
    district.say("oldword")
    district.say("keptword", at=RECENT)
    district.seal()
    district.run(district.plan().id)
    district.seal()
    assert district.findings() == []
    district.execute("DELETE FROM archive.payload WHERE payload LIKE '%keptword%'")
    assert any("without a certificate" in finding for finding in district.findings())
    district.execute(
        'UPDATE archive.payload SET payload = regexp_replace(payload, \'"ranges":\\[\\[1,(\\d+),'
        "\\d+', '\"ranges\":[[1,\\1,99') WHERE payload LIKE '{\"disposition\"%'"
    )
    assert any("is not for the entries" in finding for finding in district.findings())


def test_an_event_is_not_hidden_behind_a_certificate(district: District) -> None:
    """A superuser takes an outbox row away and marks the event as if it had been disposed of."""
    district.say("oldword")
    district.seal()
    district.run(district.plan().id)
    hidden = district.say("secretword")
    district.execute("DELETE FROM outbox.entry WHERE key = :id", id=hidden)
    mark = district.scalar(
        "SELECT internal_metadata FROM public.event_json WHERE internal_metadata LIKE '%homeroom%'"
    )
    statement = "UPDATE public.event_json SET internal_metadata = :mark WHERE event_id = :id"
    district.execute(statement, mark=mark, id=hidden)
    district.seal()
    assert not district.reconciled().complete


def test_what_is_killed_goes_on(district: District) -> None:
    """Each part is whole: after any of them the log verifies, and the next run does the rest."""
    for number in range(20):
        district.say(f"oldword{number}")
    district.seal()
    plan = district.plan()
    with district.database.connect() as connection:
        disposing.approve_in_sandbox(connection, plan.id, by="test")
        connection.commit()
        dispose = text("SELECT retention.dispose(:plan, 7)")
        connection.execute(dispose, {"plan": plan.id})
        connection.commit()
        connection.execute(dispose, {"plan": plan.id})
        connection.rollback()  # killed before the commit
    assert district.findings() == []
    assert 0 < len(district.bodies()) < 20
    done = district.run(plan.id, most=7)
    assert (done.gone, district.bodies(), district.findings()) == (20, set(), [])
    assert district.run(plan.id).gone == 20  # and again: nothing more


def test_a_plan_that_looks_ahead_is_not_carried_out(district: District) -> None:
    district.say("youngword", at=RECENT)
    district.seal()
    plan = district.plan(until=TODAY.replace(year=TODAY.year + 5))
    assert plan.going == 1
    with pytest.raises(InputError, match="looks ahead"):
        district.run(plan.id)
    assert district.bodies() == {"youngword"}


EVERYTHING = """
title: All
items:
  all:
    title: All
    content: transitory
    citation: a schedule of the tests
    check_with_counsel: false
    match: {kinds: [event]}
    keep: 1 day
"""


def test_a_sealed_image_is_evidence_and_stays(district: District) -> None:
    mxc = "mxc://district.example/filenamed"
    message = district.say("oldone", url=mxc)
    district.say("oldword")
    district.seal()
    kept, _ = district.keep(mxc, b"picture", name="fileword")
    with district.database.connect() as connection, connection.begin():
        sealed_images.seal(connection, message, by="test", now=datetime.now(UTC))
    done = district.run(district.plan(EVERYTHING).id)
    assert (done.gone, dict(done.kept_by)) == (1, {"sealed image": 1})
    assert (kept.exists(), district.findings()) == (True, [])


def test_a_file_goes_with_the_last_message_that_names_it(district: District) -> None:
    mxc = "mxc://district.example/filenamed"
    district.say("oldone", url=mxc)
    district.say("youngone", url=mxc, at=RECENT)
    district.seal()
    kept, uploaded = district.keep(mxc, b"picture", name="fileword")
    assert district.run(district.plan().id).files == 0
    assert kept.exists()
    done = district.run(district.plan(EVERYTHING).id)
    assert (done.gone, done.files, kept.exists(), uploaded.exists()) == (1, 1, False, False)
    assert district.scalar("SELECT count(*) FROM public.local_media_repository") == 0
    left = "SELECT count(*) FROM archive.payload WHERE payload LIKE '%fileword%'"
    assert (district.scalar(left), district.findings()) == (0, [])
