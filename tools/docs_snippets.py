#!/usr/bin/env python3
"""Keeps the code blocks of the documentation equal to the compiled code they are taken from.

`<!-- snippet: examples/blog.cpp#tour -->` before a code block names a file and a region of it: the lines between
`// [tour]` and `// [/tour]`. Without --write, a block that differs is an error.
"""
import argparse
import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- snippet: (\S+?)#(\S+) -->\n+```\w*\n)(.*?)(?=^```$)", re.S | re.M)
MARK = "<!-- snippet:"


def region(path, name):
    file = ROOT / path
    if not file.is_file():
        raise ValueError(f"no such file: {path}")
    lines = file.read_text().splitlines()
    marks = [line.strip() for line in lines]
    begin, end = f"// [{name}]", f"// [/{name}]"
    if marks.count(begin) != 1 or marks.count(end) != 1 or marks.index(begin) > marks.index(end):
        raise ValueError(f"{path} must hold {begin} and {end}, once each")
    inside = lines[marks.index(begin) + 1:marks.index(end)]
    inside = [line for line in inside if not re.fullmatch(r"\s*// \[/?[\w-]+\]", line)]  # regions may nest
    return textwrap.dedent("\n".join(inside)) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="update the documents")
    options = parser.parse_args()

    count, problems = 0, []
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = document.read_text()
        name = document.relative_to(ROOT).as_posix()
        marks = sum(line.startswith(MARK) for line in text.splitlines())
        if marks != len(BLOCK.findall(text)):
            problems.append(f"{name}: a snippet mark is malformed or has no code block after it")

        def updated(match):
            nonlocal count
            count += 1
            try:
                code = region(match[2], match[3])
            except ValueError as error:
                problems.append(f"{name}: {error}")
                return match[0]
            if match[4] != code and not options.write:
                problems.append(f"{name}: differs from {match[2]}#{match[3]} (tools/docs_snippets.py --write)")
            return match[1] + code

        new = BLOCK.sub(updated, text)
        if options.write and new != text:
            document.write_text(new)
            print(f"wrote {name}")
    print("\n".join(problems + [f"snippets: {count} checked, {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
