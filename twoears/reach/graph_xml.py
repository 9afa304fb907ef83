"""Ties into GraphML and GEXF."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final, TextIO

from twoears.reach.edge_lists import rows
from twoears.reach.gathering import Named

_UNWRITABLE: Final = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}


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
