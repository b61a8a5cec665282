"""Counts what makes the house easy or hard to live in: python docs/house.py [REVISION ...]

Without a revision it counts the files here; with some, each of them and the files here side by side. What it counts is
described beside each count below. What needs a hand (a step added, tests run) stands in `docs/house.md`.
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tarfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = ("app", "screens", "services")
SHORT_DOCSTRING = 4
"""Words below which a docstring mostly repeats the name."""


@dataclass(frozen=True)
class OwnClass:
    """A class of ours. `bases`: the names of its own bases, as (module, name). `names`: what its body defines."""

    module: str
    name: str
    bases: tuple[tuple[str, str], ...]
    names: frozenset[str]


def sources_here() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
    }


def sources_at(revision: str) -> dict[str, str]:
    packed = subprocess.run(  # noqa: S603 - git, with a revision that whoever runs this has typed
        ["git", "archive", revision, *FLOORS],  # noqa: S607 - the one on the path
        cwd=ROOT, check=True, capture_output=True,
    ).stdout  # fmt: skip
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = [member for member in archive.getmembers() if member.name.endswith(".py")]
        return {one.name: unpacked.read().decode() for one in files if (unpacked := archive.extractfile(one))}


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def room_of(module: str) -> str:
    """The folder that a module lies in, two deep at most: `services.clouds`, `screens`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "services" else parts[0]


class House:
    """One state of the sources, and its counts."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources
        self.trees = {module_of(path): ast.parse(text) for path, text in sources.items()}
        self.classes = {(one.module, one.name): one for one in self._classes()}

    def _classes(self) -> list[OwnClass]:
        found = []
        for module, tree in self.trees.items():
            imported = {
                alias.asname or alias.name: (node.module, alias.name)
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module
                for alias in node.names
            }
            for node in tree.body:
                if isinstance(node, ast.ClassDef):
                    bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
                    named = tuple(
                        imported.get(base.id, (module, base.id)) for base in bases if isinstance(base, ast.Name)
                    )
                    found.append(OwnClass(module, node.name, named, frozenset(_own_names(node))))
        return found

    def chain(self, key: tuple[str, str]) -> list[OwnClass]:
        """The longest line of own classes above and with this one."""
        one = self.classes.get(key) or self._exported(key)
        if one is None:
            return []
        above = max((self.chain(base) for base in one.bases if base != key), key=len, default=[])
        return [one, *above]

    def _exported(self, key: tuple[str, str]) -> OwnClass | None:
        """A name that a package hands on from one of its modules."""
        module, name = key
        found = [one for one in self.classes.values() if one.name == name and one.module.startswith(module + ".")]
        return found[0] if len(found) == 1 else None

    @property
    def longest_chain(self) -> str:
        """The most classes of ours above each other."""
        longest = max((self.chain(key) for key in self.classes), key=len)
        return f"{len(longest)} ({longest[0].name})"

    @property
    def most_names(self) -> str:
        """The most names of ours in one object: what a class and all own classes above it define."""
        counted = {key[1]: len(frozenset[str]().union(*(one.names for one in self.chain(key)))) for key in self.classes}
        name = max(counted, key=lambda one: counted[one])
        return f"{counted[name]} ({name})"

    @property
    def homonyms(self) -> str:
        """Public class names that mean something in two modules."""
        counted = Counter(one.name for one in self.classes.values() if not one.name.startswith("_"))
        return str(sum(times > 1 for times in counted.values()))

    @property
    def handlers_twice(self) -> str:
        """Textual's handlers that a class and one above it both have: it would call both, one after the other."""
        return str(
            sum(
                name.startswith(("on_", "watch_")) and any(name in above.names for above in self.chain(key)[1:])
                for key, one in self.classes.items()
                for name in one.names
            )
        )

    @property
    def late_imports(self) -> str:
        """Imports within functions: each stands on the way to something that has to be quick, or breaks a circle."""
        return str(
            sum(
                isinstance(inner, ast.Import | ast.ImportFrom)
                for tree in self.trees.values()
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                for inner in ast.walk(node)
            )
        )

    @property
    def short_docstrings(self) -> str:
        """Docstrings of fewer than four words."""
        return str(
            sum(
                len((ast.get_docstring(node) or "four words at least").split()) < SHORT_DOCSTRING
                for tree in self.trees.values()
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            )
        )

    @property
    def rooms_and_arrows(self) -> str:
        """Folders, pairs of them of which one imports the other (for types, too), and pairs that import each other."""
        arrows = self._arrows()
        rooms = {room_of(module) for module in self.trees} - {"services"}
        both = sum((there, here) in arrows for here, there in arrows) // 2
        return f"{len(rooms)} / {len(arrows)} / {both}"

    def _arrows(self) -> set[tuple[str, str]]:
        arrows = set()
        for module, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in FLOORS:
                    for alias in node.names:
                        whole = f"{node.module}.{alias.name}"
                        target = whole if whole in self.trees else node.module
                        if room_of(target) != room_of(module):
                            arrows.add((room_of(module), room_of(target)))
        return arrows

    @property
    def brand_comparisons(self) -> str:
        """Places outside a brand's own folder that ask which brand it is."""
        return str(
            sum(
                isinstance(node, ast.Compare) and any(getattr(one, "id", "") == "ZAPTEC" for one in node.comparators)
                for module, tree in self.trees.items()
                if "zaptec" not in module
                for node in ast.walk(tree)
            )
        )

    @property
    def unfinished_bases(self) -> str:
        """Methods that only raise NotImplementedError: a base that calls what a descendant has to bring."""
        return str(sum(text.count("raise NotImplementedError") for text in self.sources.values()))

    @property
    def size(self) -> str:
        """Files, and lines of them."""
        return f"{len(self.sources)} / {sum(len(text.splitlines()) for text in self.sources.values())}"


def _own_names(node: ast.ClassDef) -> set[str]:
    """Methods and class attributes, and what `self.` is given a value for."""
    names = {one.name for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
    for one in ast.walk(node):
        target = (
            one.targets[0] if isinstance(one, ast.Assign) else one.target if isinstance(one, ast.AnnAssign) else None
        )
        if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == "self":
            names.add(target.attr)
        elif isinstance(target, ast.Name) and one in node.body:
            names.add(target.id)
    return names


COUNTS = {
    "longest chain of own classes": "longest_chain",
    "most own names in one object": "most_names",
    "class names with two meanings": "homonyms",
    "bases that call what they lack": "unfinished_bases",
    "handlers that depend on each other": "handlers_twice",
    "imports within functions": "late_imports",
    "docstrings under four words": "short_docstrings",
    "rooms / arrows / both ways": "rooms_and_arrows",
    "brand comparisons": "brand_comparisons",
    "files / lines": "size",
}


@cache
def house_at(revision: str) -> House:
    return House(sources_at(revision) if revision else sources_here())


def main(revisions: list[str]) -> None:
    columns = [*revisions, ""]
    table = [["", *(revision[:10] or "here" for revision in columns)]]
    table += [[name, *(str(getattr(house_at(one), count)) for one in columns)] for name, count in COUNTS.items()]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
