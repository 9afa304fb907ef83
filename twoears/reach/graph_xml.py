"""Ties in GraphML and GEXF, read as a stream: nothing that a file declares is expanded or fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import BinaryIO, Final, TextIO
from xml.parsers.expat import ExpatError, ParserCreate

from twoears.reach.edge_lists import rows
from twoears.reach.gathering import LONGEST, Gathering, Named, tidy, weight_of
from twoears.reach.graph import GraphError

_CHUNK: Final = 1 << 16
_LONGEST_PIECE: Final = 4 << 20
_DEEPEST: Final = 60
_UNWRITABLE: Final = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}


@dataclass(slots=True)
class _Open:
    """A node or an edge that is not closed yet."""

    line: int
    said: dict[str, str]


@dataclass(slots=True)
class _Reader:
    """What the parser tells. `vertices` are the nodes by their id, whose name may be another."""

    gathering: Gathering
    directed: bool = True
    vertices: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    open: _Open | None = None
    key: str = ""
    words: list[str] = field(default_factory=list)
    depth: int = 0
    line: int = 0

    def start(self, name: str, said: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise GraphError("Its elements lie deeper within each other than those of any graph.")
        name = name.rpartition(":")[2]
        if name == "graph":
            default = said.get("edgedefault") or said.get("defaultedgetype") or "undirected"
            self.directed = default == "directed"
        elif name == "key":
            self.keys[said.get("id", "")] = said.get("attr.name", "").lower()
        elif name in ("node", "edge"):
            self.open = _Open(self.line, said)
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
        key, places = node.said.get("id", ""), self.gathering.places
        label = tidy(node.said.get("label") or node.said.get("name") or key)[:LONGEST]
        if not key:
            self.gathering.put_aside(node.line, "A node without an id.")
        elif key not in self.vertices:
            self.vertices[key] = self.gathering.place(label if label and label not in places else key)

    def edge(self, edge: _Open) -> None:
        said = edge.said
        ends = [said.get(side, "") for side in ("source", "target")]
        if not all(ends):
            self.gathering.put_aside(edge.line, "An edge without a source or a target.")
        elif ends[0] == ends[1]:
            self.gathering.put_aside(edge.line, "Nobody hears themselves.")
        elif max(map(len, ends)) > LONGEST:
            self.gathering.put_aside(edge.line, f"A name is longer than {LONGEST} characters.")
        else:
            self.tie(edge, *ends)

    def tie(self, edge: _Open, source: str, target: str) -> None:
        said = edge.said
        way = said.get("directed") or said.get("type") or ""
        directed = {"true": True, "directed": True, "false": False, "undirected": False, "mutual": False}
        try:
            weight = weight_of(said.get("weight", ""))
        except ValueError as wrong:
            self.gathering.put_aside(edge.line, str(wrong))
            return
        one, other = (self.vertex(end) for end in (source, target))
        self.gathering.put(one, other, weight, both=not directed.get(way, self.directed))

    def vertex(self, key: str) -> int:
        if key not in self.vertices:
            self.vertices[key] = self.gathering.place(key)
        return self.vertices[key]


def read_xml(file: BinaryIO, gathering: Gathering) -> None:
    """Every edge of a GraphML or GEXF file into `gathering`, undirected ones both ways.

    Where the file breaks off, what stands before it is kept, and the break is set aside. Raises GraphError for a file
    that declares entities, which no graph does.
    """
    reader, parser = _Reader(gathering), ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reader.text, _refused
    fed = 0
    try:
        while data := file.read(_CHUNK):
            reader.line = parser.CurrentLineNumber
            parser.Parse(data, False)
            fed += len(data)
            if fed - parser.CurrentByteIndex > _LONGEST_PIECE:
                raise GraphError(f"A piece of it is longer than {_LONGEST_PIECE >> 20} MB.")
        parser.Parse(b"", True)
    except (LookupError, ValueError) as broken:  # of an encoding that is none, or that expat cannot read
        raise GraphError(f"It says that its letters are written in a way that cannot be read: {broken}.") from broken
    except ExpatError as broken:
        gathering.put_aside(parser.CurrentLineNumber, f"The file breaks off here: {broken}.")


def write_graphml(named: Named, path: Path) -> None:
    """The ties as directed GraphML with weights."""
    with path.open("w", encoding="utf8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        out.write('<key id="n" for="node" attr.name="label" attr.type="string"/>\n')
        out.write('<key id="w" for="edge" attr.name="weight" attr.type="double"/>\n<graph edgedefault="directed">\n')
        out.writelines(f'<node id="{at}"><data key="n">{_xml(name)}</data></node>\n' for at, name in _names(named))
        for one, other, weight in _ties(named):
            out.write(f'<edge source="{one}" target="{other}"><data key="w">{weight:.9g}</data></edge>\n')
        out.write("</graph>\n</graphml>\n")


def write_gexf(named: Named, path: Path) -> None:
    """The ties as directed GEXF with weights."""
    with path.open("w", encoding="utf8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
        out.write('<graph defaultedgetype="directed">\n<nodes>\n')
        out.writelines(f'<node id="{at}" label="{_xml(name)}"/>\n' for at, name in _names(named))
        out.write("</nodes>\n<edges>\n")
        _write_edges(named, out)
        out.write("</edges>\n</graph>\n</gexf>\n")


def _write_edges(named: Named, out: TextIO) -> None:
    for number, (one, other, weight) in enumerate(_ties(named)):
        out.write(f'<edge id="{number}" source="{one}" target="{other}" weight="{weight:.9g}"/>\n')


def _names(named: Named) -> Iterator[tuple[int, str]]:
    return enumerate(named.names)


def _ties(named: Named) -> Iterator[tuple[int, int, float]]:
    for one, other, weight, _, _ in rows(named):
        yield named.places[one], named.places[other], weight


def _xml(name: str) -> str:
    return escape(name.translate(_UNWRITABLE))


def _refused(*said: object) -> None:
    raise GraphError("It declares entities of its own, which no graph does; it is not read.")
