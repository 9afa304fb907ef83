"""Ties in GraphML and GEXF, read as a stream: nothing that a file declares is expanded or fetched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from xml.parsers.expat import ExpatError, ParserCreate

from twoears.lib.edges.values import LONGEST, Bad, Edge, Found, Means, Met, NoEdges, directed, tidy

_CHUNK: Final = 1 << 16
_LONGEST_PIECE: Final = 4 << 20
_DEEPEST: Final = 60
_WAYS: Final = {"true": True, "directed": True, "false": False, "undirected": False, "mutual": False}


@dataclass(slots=True)
class _Open:
    """A node or an edge that is not closed yet."""

    line: int
    said: dict[str, str]


@dataclass(slots=True)
class _Reader:
    """What the parser tells. `names` are the names of nodes by their id; `found` is taken away piece by piece."""

    means: Means
    found: list[Found] = field(default_factory=list)
    directed: bool = True
    names: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    open: _Open | None = None
    key: str = ""
    words: list[str] = field(default_factory=list)
    depth: int = 0
    line: Callable[[], int] = int

    def start(self, name: str, said: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NoEdges("Its elements lie deeper within each other than those of any graph.")
        name = name.rpartition(":")[2]
        if name == "graph":
            default = said.get("edgedefault") or said.get("defaultedgetype") or "undirected"
            self.directed = default == "directed"
        elif name == "key":
            self.keys[said.get("id", "")] = said.get("attr.name", "").lower()
        elif name in ("node", "edge"):
            self.open = _Open(self.line(), said)
        elif name == "data" and self.open is not None:
            self.key, self.words = self.keys.get(said.get("key", ""), ""), []

    def text(self, words: str) -> None:
        if self.key and sum(map(len, self.words)) <= LONGEST:
            self.words.append(words)

    def end(self, name: str) -> None:
        self.depth -= 1
        name = name.rpartition(":")[2]
        if name == "data" and self.open is not None and self.key:
            self.open.said.setdefault(self.key, "".join(self.words))
            self.key = ""
        elif name == "node" and self.open is not None:
            self.node(self.open)
            self.open = None
        elif name == "edge" and self.open is not None:
            self.edge(self.open)
            self.open = None

    def node(self, node: _Open) -> None:
        key = node.said.get("id", "")
        label = tidy(node.said.get("label") or node.said.get("name") or key)[:LONGEST]
        if not key:
            self.found.append(Bad(node.line, "A node without an id."))
        elif key not in self.names:
            self.found.append(Met(self.call(key, label if label and label not in self.taken else key)))

    def edge(self, edge: _Open) -> None:
        said = edge.said
        ends = [said.get(side, "") for side in ("source", "target")]
        if not all(ends):
            self.found.append(Bad(edge.line, "An edge without a source or a target."))
            return
        way = said.get("directed") or said.get("type") or ""
        one, other = (self.names.get(key) or self.call(key, key) for key in ends)
        speaks, hears, both = directed(self.means, one, other)
        both = both or not _WAYS.get(way, self.directed)
        self.found.append(Edge(edge.line, speaks, hears, both, said.get("weight", "")))

    def call(self, key: str, name: str) -> str:
        self.names[key] = name
        self.taken.add(name)
        return name


def of_xml(file: BinaryIO, means: Means) -> Iterator[Found]:
    """Every node and edge of a GraphML or GEXF file.

    Where the file breaks off, what stands before it is kept, and the break is told. Raises NoEdges for a file that
    declares entities, which no graph does.
    """
    reader, parser = _Reader(means), ParserCreate()
    parser.buffer_text, reader.line = True, lambda: parser.CurrentLineNumber
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reader.text, _refused
    fed = 0
    try:
        while data := file.read(_CHUNK):
            parser.Parse(data, False)
            fed += len(data)
            if fed - parser.CurrentByteIndex > _LONGEST_PIECE:
                raise NoEdges(f"A piece of it is longer than {_LONGEST_PIECE >> 20} MB.")
            yield from _drained(reader)
        parser.Parse(b"", True)
    except (LookupError, ValueError) as broken:  # of an encoding that is none, or that expat cannot read
        raise NoEdges(f"It says that its letters are written in a way that cannot be read: {broken}.") from broken
    except ExpatError as broken:
        reader.found.append(Bad(parser.CurrentLineNumber, f"The file breaks off here: {broken}."))
    yield from _drained(reader)


def _drained(reader: _Reader) -> list[Found]:
    found, reader.found = reader.found, []
    return found


def _refused(*said: object) -> None:
    raise NoEdges("It declares entities of its own, which no graph does; it is not read.")
