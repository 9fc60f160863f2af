#!/usr/bin/env python3
"""Checks every #include of the project against the table of allowed includes, and looks for cycles."""
import re
import sys
from pathlib import Path

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()

SQL = "base sql"
ORM = "orm/mapping orm/ports orm/instance orm/loading orm/flush orm/session"

# storey: what it may include besides itself. A storey is a folder of include/athanor/ (its street door) together with
# the folder of the same name in src/ (its workshop).
TABLE = {
    "base":            "",
    "sql":             "base",
    "engine":          f"{SQL}",
    "backends/sqlite": f"{SQL} engine",
    "backends":        f"{SQL} engine backends/sqlite",      # the list of drivers: chosen by linking
    "orm/mapping":     f"{SQL}",
    "orm/ports":       f"{SQL} orm/mapping",
    "orm/instance":    f"{SQL} orm/mapping orm/ports",
    "orm/loading":     f"{SQL} engine orm/mapping orm/ports orm/instance",
    "orm/flush":       f"{SQL} engine orm/mapping orm/ports orm/instance",
    "orm/session":     f"{SQL} engine {ORM}",
    "typed":           f"{SQL} engine {ORM}",
    "ext":             f"{SQL} engine {ORM} typed",
    "door":            f"{SQL} engine {ORM} typed ext backends/sqlite",  # include/athanor/*.hpp
}
LEAF_DOORS = {"include/athanor/fwd.hpp", "include/athanor/version.hpp"}  # they include nothing: open to every storey
STREET_DOOR_ONLY = {"engine"}                    # other storeys see its public headers only
USES_STREET_DOORS = {"ext", "outside", "door"}   # these see the public headers of every storey only
SYSTEM = {  # headers of others: the only storeys that may include them (and bench, to compare with hand-written code)
    r"sqlite3\.h": {"backends/sqlite"},
    r"libpq.*|postgres.*": {"backends/postgresql"},
    r"mysql.*|mariadb.*": {"backends/mariadb"},
}
OUTSIDE = ["tests", "examples", "bench", "cli"]  # only street doors, except tests/unit
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def storey_of(path):
    """The storey a file lives on; `outside` for programs, None for a folder the table does not know."""
    parts = path.split("/")
    if parts[0] in OUTSIDE:
        return "outside"
    inner = parts[2:-1] if parts[0] == "include" else parts[1:-1]
    if not inner:
        return "door"
    return next((name for name in ("/".join(inner[:2]), inner[0]) if name in TABLE and name != "door"), None)


def folder_of(path):
    """The folder of a file, the same for street door and workshop; doors are folders of their own."""
    inner = path.split("/")[2 if path.startswith("include/") else 1:-1]
    return "/".join(inner) or path


def resolve(path, quoted, name):
    places = [Path(path).parent.as_posix()] if quoted else []
    for place in places + ["include", "src", "tests"]:
        candidate = (ROOT / place / name).resolve()
        if candidate.is_file() and candidate.is_relative_to(ROOT):
            return candidate.relative_to(ROOT).as_posix()
    return None


def complaint(path, target):
    here, there = storey_of(path), storey_of(target)
    private = target.startswith("src/")
    if path.startswith("tests/unit/") or there is None:
        return None  # a folder outside the table is reported once, not per include
    if path.startswith("include/") and private:
        return "a public header includes a private one"
    if here == there:
        return None
    if there == "outside":
        return "the library includes a file of its users"
    if private and (here in USES_STREET_DOORS or there in STREET_DOOR_ONLY):
        return f"{here} sees only the public headers of {there}"
    if here == "outside" or there in TABLE[here].split() or target in LEAF_DOORS:
        return None
    return f"{here} may not include {there}"


def cycles(graph):
    """Strongly connected components of more than one node (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            group = [stack.pop()]
            while group[-1] != node:
                group.append(stack.pop())
            if len(group) > 1 or node in graph.get(node, ()):
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def main():
    problems, files, folders = [], {}, {}
    paths = [path.relative_to(ROOT).as_posix() for top in ["include", "src", *OUTSIDE]
             for path in sorted((ROOT / top).rglob("*.[ch]pp"))]
    for path in paths:
        here = storey_of(path)
        if here is None:
            problems.append(f"{path}: its folder is not in the table")
            continue
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            name, where = match[2], f"{path}:{number}"
            allowed = next((storeys for pattern, storeys in SYSTEM.items() if re.fullmatch(pattern, name)), {here})
            if here not in allowed and not path.startswith("bench/"):
                problems.append(f"{where}: {here} may not include <{name}>")
            if name.startswith("boost/") and not path.startswith(("src/", "tests/unit/", "bench/")):
                problems.append(f"{where}: Boost is private to src")
            target = resolve(path, match[1] == '"', name)
            if target is None:
                if match[1] == '"' or name.startswith("athanor/"):
                    problems.append(f"{where}: no such file: {name}")
                continue
            files.setdefault(path, set()).add(target)
            if here != "outside" and folder_of(path) != folder_of(target):
                folders.setdefault(folder_of(path), set()).add(folder_of(target))
            problem = complaint(path, target)
            if problem:
                problems.append(f"{where}: {problem} ({name})")
    problems += ["files include each other: " + " ".join(group) for group in cycles(files)]
    problems += ["folders include each other: " + " ".join(group) for group in cycles(folders)]
    print("\n".join(problems + [f"layers: {len(paths)} files, {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
