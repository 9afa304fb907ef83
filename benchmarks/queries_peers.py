"""What a user would pick to keep Boolean queries instead: each gets the same queries and counts the pairs it finds."""

import os
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twoears.listening.tree import And, Near, Node, Not, Or, Query, Run


class Unknown(Exception):
    """The engine is not here."""


@dataclass(frozen=True, slots=True)
class Peer:
    """`match` gets texts and returns the number of pairs. `once` says that larger batches suit it too."""

    title: str
    match: Callable[[Sequence[str]], int]
    once: bool = True


def tantivy(queries: Sequence[Query]) -> Peer:
    """An index in memory for each batch, then all queries."""
    try:
        import tantivy as engine
    except ImportError as error:
        raise Unknown("pip install tantivy") from error
    build = engine.TextAnalyzerBuilder(engine.Tokenizer.simple())
    analyzer = build.filter(engine.Filter.lowercase()).filter(engine.Filter.ascii_fold()).build()
    schema = (
        engine.SchemaBuilder().add_text_field("t", stored=False, tokenizer_name="ours", index_option="position").build()
    )
    ask, occur = engine.Query, engine.Occur

    def said(node: Node) -> object:
        match node:
            case Run((word,)):
                return ask.term_query(schema, "t", word, "position")
            case Run(words):
                return ask.phrase_query(schema, "t", list(words))
            case Near(((Run((a,)),), (Run((b,)),)), (reach,)):
                both = [ask.phrase_query(schema, "t", pair, slop=reach.within - 1) for pair in ([a, b], [b, a])]
                return ask.boolean_query([(occur.Should, one) for one in both])
            case Or(parts):
                return ask.boolean_query([(occur.Should, said(part)) for part in parts])
            case And(parts):
                split = [(occur.MustNot, p.part) if isinstance(p, Not) else (occur.Must, p) for p in parts]
                return ask.boolean_query([(how, said(part)) for how, part in split])
        raise Unknown(str(node))

    asked = [said(query.root) for query in queries]

    def match(texts: Sequence[str]) -> int:
        index = engine.Index(schema)
        index.register_tokenizer("ours", analyzer)
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for text in texts:
            writer.add_document(engine.Document(t=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()
        return sum(len(searcher.search(one, limit=len(texts), count=False).hits) for one in asked)

    return Peer("tantivy", match)


def fts5(queries: Sequence[Query]) -> Peer:
    """SQLite's full text, in memory, for each batch."""

    def said(node: Node) -> str:
        match node:
            case Run(words):
                return f'"{" ".join(words)}"'
            case Near(((Run((a,)),), (Run((b,)),)), (reach,)):
                return f'NEAR("{a}" "{b}", {reach.within - 1})'
            case Or(parts):
                return f"({' OR '.join(map(said, parts))})"
            case And(parts):
                wanted = f"({' AND '.join(said(part) for part in parts if not isinstance(part, Not))})"
                for part in parts:
                    wanted = f"({wanted} NOT {said(part.part)})" if isinstance(part, Not) else wanted
                return wanted
        raise Unknown(str(node))

    asked = [said(query.root) for query in queries]

    def match(texts: Sequence[str]) -> int:
        base = sqlite3.connect(":memory:")
        base.execute("CREATE VIRTUAL TABLE p USING fts5(t, content='', tokenize='unicode61 remove_diacritics 2')")
        base.executemany("INSERT INTO p(rowid, t) VALUES (?, ?)", enumerate(texts))
        found = sum(len(base.execute("SELECT rowid FROM p WHERE p MATCH ?", (one,)).fetchall()) for one in asked)
        base.close()
        return found

    return Peer("SQLite FTS5", match)


_WORD = re.compile(r"[^\W_]+")


def hyperscan(queries: Sequence[Query]) -> Peer:
    """All words, phrases and NEARs as expressions in one scan; AND, OR and NOT in Python for queries with an anchor."""
    try:
        import hyperscan as engine
    except ImportError as error:
        raise Unknown("pip install hyperscan") from error
    leaves: dict[Node, int] = {}

    def leaf(node: Node) -> int:
        return leaves.setdefault(node, len(leaves))

    def logic(node: Node) -> Node | int | tuple[object, ...]:
        match node:
            case And(parts):
                return ("and", *map(logic, parts))
            case Or(parts):
                return ("or", *map(logic, parts))
            case Not(part):
                return ("not", logic(part))
        return leaf(node)

    asked = [logic(query.root) for query in queries]
    anchored: dict[int, list[int]] = {}
    for number, one in enumerate(asked):
        for anchor in set(_anchors(one)):
            anchored.setdefault(anchor, []).append(number)
    base = engine.Database(mode=engine.HS_MODE_BLOCK)
    flags = [engine.HS_FLAG_SINGLEMATCH] * len(leaves)
    base.compile(
        expressions=[_expression(node).encode() for node in leaves],
        ids=list(leaves.values()),
        elements=len(leaves),
        flags=flags,
    )
    here: set[int] = set()

    def heard(number: int, *_: object) -> None:
        here.add(number)

    def match(texts: Sequence[str]) -> int:
        found = 0
        for text in texts:
            here.clear()
            folded = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
            base.scan(f" {' '.join(_WORD.findall(folded))} ".encode(), match_event_handler=heard)
            candidates = {number for one in here if one in anchored for number in anchored[one]}
            found += sum(_holds(asked[number], here) for number in candidates)
        return found

    return Peer("hyperscan, AND OR NOT in Python", match, once=False)


def _expression(node: Node) -> str:
    match node:
        case Run(words):
            return f" {' '.join(words)} "
        case Near(((Run((a,)),), (Run((b,)),)), (reach,)):
            gap = f" ([^ ]+ ){{0,{reach.within - 1}}}"
            return f" ({a}{gap}{b}|{b}{gap}{a}) "
    raise Unknown(str(node))


def _anchors(logic: object) -> Iterator[int]:
    match logic:
        case int(leaf):
            yield leaf
        case ("or", *parts):
            for part in parts:
                yield from _anchors(part)
        case ("and", *parts):
            yield from min((list(_anchors(p)) for p in parts if not (isinstance(p, tuple) and p[0] == "not")), key=len)


def _holds(logic: object, here: set[int]) -> bool:
    match logic:
        case ("and", *parts):
            return all(_holds(part, here) for part in parts)
        case ("or", *parts):
            return any(_holds(part, here) for part in parts)
        case ("not", part):
            return not _holds(part, here)
    return logic in here


def postgres(queries: Sequence[Query]) -> Peer:
    """Stored tsqueries joined with the tsvectors of a batch."""
    if "DATABASE_URL" not in os.environ:
        raise Unknown("Run it under tests/on_postgres.py.")
    import psycopg

    def said(node: Node) -> str:
        match node:
            case Run(words):
                return f"({' <-> '.join(words)})"
            case Near(((Run((a,)),), (Run((b,)),)), (reach,)):
                near = (f"({x} <{n}> {y})" for n in range(1, reach.within + 1) for x, y in ((a, b), (b, a)))
                return f"({' | '.join(near)})"
            case Or(parts):
                return f"({' | '.join(map(said, parts))})"
            case And(parts):
                return f"({' & '.join(map(said, parts))})"
            case Not(part):
                return f"!{said(part)}"
        raise Unknown(str(node))

    base = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    base.execute("CREATE TEMP TABLE asked (id int, q tsquery)")
    with base.cursor().copy("COPY asked FROM STDIN") as copy:
        for number, query in enumerate(queries):
            copy.write_row((number, said(query.root)))
    base.execute("CREATE TEMP TABLE said (id int, t text)")
    base.execute("ANALYZE asked")

    def match(texts: Sequence[str]) -> int:
        base.execute("TRUNCATE said")
        with base.cursor().copy("COPY said FROM STDIN") as copy:
            for number, text in enumerate(texts):
                copy.write_row((number, text))
        vectors = "SELECT id, to_tsvector('simple', t) v FROM said OFFSET 0"
        pairs = f"SELECT p.id, q.id FROM ({vectors}) p, asked q WHERE p.v @@ q.q"
        return len(base.execute(pairs).fetchall())

    return Peer("PostgreSQL, stored tsquery", match, once=False)


PEERS: dict[str, Callable[[Sequence[Query]], Peer]] = {
    "tantivy": tantivy,
    "fts5": fts5,
    "hyperscan": hyperscan,
    "postgres": postgres,
}
