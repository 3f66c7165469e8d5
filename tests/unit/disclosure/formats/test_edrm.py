"""EDRM XML: parsed by lxml, whatever was said; ids resolve, hashes are those of the files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import given, settings
from lxml import etree

from homeroom.disclosure.formats.edrm import plain
from tests.unit.disclosure.formats import hostile

SHAPE = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "edrm_1_2.rng"))


def root_of(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(path.read_bytes(), parser)


def tags(document: etree._Element) -> dict[str, str]:
    return {tag.get("TagName", ""): tag.get("TagValue", "") for tag in document.iter("Tag")}


@given(talk=hostile.talks())
@settings(max_examples=25, deadline=None)
def test_whatever_is_said_it_is_xml_and_every_record_a_document(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "edrm") as folder:
        kept = {record["n"]: record for record in hostile.records(folder)}
        root = root_of(folder / "VOL001" / "DATA" / "VOL001.xml")
        SHAPE.assertValid(root)
        documents = list(root.iterfind("Batch/Documents/Document"))
        assert {int(tags(one)["Record"]) for one in documents} == set(kept)
        for one in documents:
            (file,) = one.iterfind("Files/File/ExternalFile")
            data = (folder / file.get("FilePath", "") / file.get("FileName", "")).read_bytes()
            assert file.get("Hash") == hashlib.md5(data, usedforsecurity=False).hexdigest()
            assert file.get("FileSize") == str(len(data))
    told = [tag.get("TagValue") for tag in root.iter("Tag")]
    names = {plain(hostile.utf8(name)) for name in talk.people.values()} - {""}
    senders = {record["open"].get("/event/sender") for record in kept.values()}
    if senders & set(talk.people):
        assert names <= set(told)
    ids = [one.get("DocID") for one in documents]
    assert len(set(ids)) == len(ids)
    related = list(root.iterfind("Batch/Relationships/Relationship"))
    assert len(related) == len(talk.files)
    assert all(one.get("ParentDocID") in ids and one.get("ChildDocID") in ids for one in related)


def test_the_shape_is_strict(tmp_path: Path) -> None:
    folder = hostile.write(tmp_path / "p", hostile.small_talk(), ["edrm"])
    text = (folder / "VOL001" / "DATA" / "VOL001.xml").read_bytes()
    assert SHAPE.validate(etree.fromstring(text))
    for right, wrong in (
        (b'MinorVersion="2"', b'MinorVersion="1"'),
        (b'FileType="Native"', b'FileType="Other"'),
        (b'TagDataType="DateTime"', b'TagDataType="LongInteger"'),
        (b'Type="Attachment"', b'Type="Container"'),
    ):
        assert right in text
        assert not SHAPE.validate(etree.fromstring(text.replace(right, wrong, 1)))


def test_the_version_and_the_form(tmp_path: Path) -> None:
    folder = hostile.write(tmp_path / "p", hostile.small_talk(), ["edrm"])
    root = root_of(folder / "VOL001" / "DATA" / "VOL001.xml")
    assert dict(root.items()) == {
        "DataInterchangeType": "Update",
        "MajorVersion": "1",
        "MinorVersion": "2",
    }
    first = root.find("Batch/Documents/Document")
    assert first is not None
    assert tags(first)["#DateSent"] == "2026-03-02T09:30:00+00:00"
    assert first.findtext("Locations/Location/Custodian") == "demo"
    (related,) = root.iterfind("Batch/Relationships/Relationship")
    assert dict(related.items()) == {
        "Type": "Attachment",
        "ParentDocID": "DEMO-2026-0001-1-0000005",
        "ChildDocID": "DEMO-2026-0001-1-0000006",
    }
