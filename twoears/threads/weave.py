"""Which posts belong together: a union of everything that shares a parent or a conversation's name. Plain values.

The result does not depend on the order in which posts arrive: a child that comes first waits under its parent's name.
"""

from collections.abc import Hashable, Iterable


class Groups:
    """Sets that grow together (union-find with path halving; Tarjan and van Leeuwen 1984, JACM 31:245).

    >>> groups = Groups()
    >>> groups.tie(["post 2", "post 1"])
    >>> groups.tie(["post 3", "post 2"])
    >>> groups.root("post 3") == groups.root("post 1")
    True
    """

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def root(self, key: Hashable) -> Hashable:
        parent = self._parent
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def tie(self, keys: Iterable[Hashable]) -> None:
        """Put all of `keys` into one set."""
        roots = [self.root(key) for key in keys]
        for other in roots[1:]:
            self._parent[self.root(other)] = self.root(roots[0])
