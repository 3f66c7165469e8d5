"""A large archive to search in, made by arithmetic in the database: three years of a district.

What is said is put together from fragments whose words are as frequent as words are (Zipf), English
and Spanish; some speak of one of 100,000 people by name. The same at every run.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from sqlalchemy import Connection, MetaData, Table, text

from homeroom.archive.copying import copy_rows
from homeroom.archive.words import tsvector

PEOPLE, TEACHERS, ROOMS = 100_000, 4_000, 5_000
FRAGMENTS = 200_000
VOCABULARY = 30_000
MONTHS = 36
FRAGMENT = Table("bench_fragment", MetaData(), schema="archive")
HEAD = """
the i to you a and it is in that of me for what my on do have we this so no not be are just but can
know was your at like go get if he yes ok up with they all one about out now how de que la el y no
en un es lo me se los por una te con mi para como pero las su al si del hoy muy más ya está tengo
clase tarea mañana gracias profe bien cuando donde porque hay homework lesson read page pages test
quiz project group tomorrow today class teacher lunch game practice bus late question answer math
science history music team book chapter
"""
ONSETS, VOWELS = (
    "b br c ch d f fl g gr h j k l ll m n p pl r s st t tr v w z",
    "a e i o u ai ea ia io ue",
)
CODAS = ("", "n", "r", "s", "l", "m", "nd", "rt")

TABLES = """
CREATE TABLE archive.bench_fragment (id int PRIMARY KEY, text text NOT NULL, tsv tsvector NOT NULL)
"""
INDEXES = text("""
    SELECT c.relname, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS made
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'archive.search'::regclass AND NOT i.indisprimary
""")
MAKE_MONTH = text("SELECT archive.make_month('archive.search', :district, CAST(:month AS date))")
EMPLOY = text("""
    INSERT INTO registry.decision (actor, subject, key, state)
    SELECT 'bench', 'person', 'p' || n, jsonb_build_object('id', 'p' || n, 'roster_id', 'r' || n,
        'user_id', :account || n || :server, 'given_name', 'Given', 'family_name', 'Family',
        'roles', jsonb_build_array(CASE WHEN n < :teachers THEN 'teacher' ELSE 'student' END))
    FROM generate_series(0, :count - 1) AS n
""")
# Of 1,000 entries 30 speak of somebody by name, 12 are decisions, 5 come over a network.
SAY = text(r"""
    INSERT INTO archive.search (district, epoch, index, at, kind, type, room_id, sender, event_id,
        network, verdict, text, tsv)
    SELECT :district, 1, n, CAST(:since AS timestamptz) + (n - :first) * CAST(:step AS interval),
        CASE WHEN n % 1000 < 12 THEN 'decision' ELSE 'event' END,
        CASE WHEN n % 20 = 19 THEN 'm.reaction' ELSE 'm.room.message' END,
        '!room' || h.room || '\:district.example', '@person' || h.who || '\:district.example',
        CASE WHEN n % 1000 >= 12 THEN '$event' || n END,
        CASE WHEN n % 200 = 77 THEN 'whatsapp' END,
        CASE WHEN n % 1000 < 9 THEN 'refuse' WHEN n % 1000 < 12 THEN 'flag' END,
        concat_ws(' ', a.text, b.text, p.text),
        CASE WHEN p.id IS NULL THEN a.tsv || b.tsv ELSE a.tsv || b.tsv || p.tsv END
            || CASE WHEN n % 20 = 19 THEN array_to_tsvector(ARRAY['$event' || n - 7]) ELSE '' END
    FROM generate_series(CAST(:first AS bigint), :first + :count - 1) AS n
    CROSS JOIN LATERAL (SELECT
        abs(hashint8(n)) % :fragments AS one, abs(hashint8(n * 31 + 7)) % :fragments AS two,
        abs(hashint8(n * 17 + 3)) % :rooms AS room, abs(hashint8(n * 13 + 5)) % :people AS who,
        CASE WHEN n % 100 < 3 THEN :fragments + abs(hashint8(n * 41 + 11)) % :people END AS about
    ) AS h
    JOIN archive.bench_fragment AS a ON a.id = h.one
    JOIN archive.bench_fragment AS b ON b.id = h.two
    LEFT JOIN archive.bench_fragment AS p ON p.id = h.about
""")
FILES = text("""
    INSERT INTO archive.attachment
        (district, epoch, index, mxc, part, at, name, names, text, tsv)
    SELECT s.district, s.epoch, s.index, 'mxc://district.example/file' || s.index, 0, s.at,
        'worksheet.pdf', to_tsvector('simple', 'worksheet pdf'), s.text, s.tsv
    FROM archive.search AS s WHERE s.district = :district AND s.index % 500 = 250
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What can be asked of it: words by how frequent they are, and from when it is."""

    since: datetime
    until: datetime
    rare: tuple[str, ...]
    middling: tuple[str, ...]
    common: tuple[str, ...]
    phrases: tuple[str, ...]


def account(person: int) -> str:
    """The user id of a person, by number."""
    return f"@person{person}:district.example"


def room(number: int) -> str:
    return f"!room{number}:district.example"


def name(person: int) -> str:
    """Given and family name; nobody else has both."""
    return f"{_word(person % 400 + 41_000).title()} {_word(person // 400 + 47_000).title()}"


def fill(connection: Connection, district: str, entries: int) -> Talk:
    """Write so many entries, by month, and the indexes afterwards. Commits."""
    chance = random.Random(7)  # noqa: S311
    fragments = list(_fragments(chance))
    _write(connection, fragments)
    indexes = connection.execute(INDEXES).all()
    for index in indexes:
        connection.exec_driver_sql(f"DROP INDEX archive.{index.relname}")
    months = list(_months())
    each = entries // len(months)
    for number, month in enumerate(months):
        _month(connection, district, month, number * each, each)
    for index in indexes:
        connection.exec_driver_sql(index.made)
        connection.commit()
    connection.execute(FILES, {"district": district})
    employ(connection)
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.exec_driver_sql(
        "VACUUM ANALYZE archive.search, archive.attachment, registry.current"
    )
    return _talk(fragments, months)


def employ(connection: Connection) -> None:
    """Make the first of the people teachers, and all others students. The caller commits."""
    who, server = account(0).split("0")
    asked = {"account": who, "server": server, "count": PEOPLE, "teachers": TEACHERS}
    connection.execute(EMPLOY, asked)


def _months() -> Iterator[datetime]:
    """The first of each of the months, the oldest first; the last one is over."""
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    made = []
    for _ in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        made.append(month)
    return reversed(made)


def _month(connection: Connection, district: str, month: datetime, first: int, count: int) -> None:
    connection.execute(MAKE_MONTH, {"district": district, "month": month.date()})
    asked = {
        "district": district,
        "since": month,
        "first": first,
        "count": count,
        "step": timedelta(days=28) / count,
        "fragments": FRAGMENTS,
        "rooms": ROOMS,
        "people": PEOPLE,
    }
    connection.execute(SAY, asked)
    connection.commit()


def _write(connection: Connection, fragments: list[str]) -> None:
    connection.exec_driver_sql(TABLES)
    said = [*fragments, *map(name, range(PEOPLE))]
    rows = ((number, text_, tsvector(text_)) for number, text_ in enumerate(said))
    copy_rows(connection, FRAGMENT, ("id", "text", "tsv"), rows)
    connection.exec_driver_sql("ANALYZE archive.bench_fragment")
    connection.commit()


def _fragments(chance: random.Random) -> Iterator[str]:
    """Stretches of three to nine words."""
    known = [*dict.fromkeys(HEAD.split())]
    known += [_word(number) for number in range(VOCABULARY - len(known))]
    weights = list(accumulate(1 / rank for rank in range(1, len(known) + 1)))
    for _ in range(FRAGMENTS):
        yield " ".join(chance.choices(known, cum_weights=weights, k=chance.randint(3, 9)))


def _word(number: int) -> str:
    """An invented word; another one for each number."""
    said, onsets, vowels = "", ONSETS.split(), VOWELS.split()
    for _ in range(3):
        number, onset = divmod(number, len(onsets))
        number, vowel = divmod(number, len(vowels))
        said += onsets[onset] + vowels[vowel]
    return said + CODAS[number % len(CODAS)]


def _talk(fragments: list[str], months: list[datetime]) -> Talk:
    used = Counter(word for fragment in fragments for word in set(fragment.split()))
    rare = [word for word, times in used.items() if times == 1 and len(word) > 5]
    middling = [word for word, times in used.items() if 40 <= times <= 60 and len(word) > 5]
    phrases = [" ".join(fragment.split()[:3]) for fragment in fragments[:1000]]
    return Talk(
        since=months[0],
        until=months[-1] + timedelta(days=28),
        rare=tuple(rare),
        middling=tuple(middling),
        common=("homework", "lesson", "page", "clase", "tarea", "the", "you"),
        phrases=tuple(phrases),
    )
