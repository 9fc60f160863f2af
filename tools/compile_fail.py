#!/usr/bin/env python3
"""Checks that wrong programs do not compile, and that the compiler says why.

The first line of each program is `// expect: <fragment of the message>`; ` || ` separates alternatives. With
ATHANOR_CONTROL defined the wrong line is gone and the program must compile.
"""
import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MARK = "// expect:"


def compile_one(options, file, *extra):
    command = [options.compiler, "-std=c++20", "-fsyntax-only", "-I", options.include, *extra, str(file)]
    environment = dict(os.environ, LC_ALL="C")  # plain quotes in messages
    return subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment)


def tail(text):
    return "\n".join("    " + line for line in text.splitlines()[:30])


def complaints(options, file):
    first = file.read_text().partition("\n")[0]
    if not first.startswith(MARK):
        return [f"the first line must be `{MARK} <fragment>`"]
    fragments = [fragment.strip() for fragment in first[len(MARK):].split("||")]
    if not all(fragments):
        return ["an empty fragment would match any message"]

    control = compile_one(options, file, "-DATHANOR_CONTROL")
    if control.returncode != 0:
        return ["does not compile even without its wrong line:\n" + tail(control.stderr)]
    wrong = compile_one(options, file)
    if wrong.returncode == 0:
        return ["compiles"]
    if not any(fragment in wrong.stderr for fragment in fragments):
        return [f"the message lacks {' or '.join(map(repr, fragments))}:\n" + tail(wrong.stderr)]
    return []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the wrong programs are")
    parser.add_argument("--compiler", default=os.environ.get("CXX", "g++"))
    parser.add_argument("--include", default="include")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    files = sorted(options.folder.glob("*.cpp"))
    failures = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for file, problems in zip(files, pool.map(lambda one: complaints(options, one), files)):
            print(f"{'FAIL' if problems else 'ok  '} {file.name}")
            for problem in problems:
                print("  " + problem)
            failures += bool(problems)
    print(f"{len(files)} programs, {failures} not refused as they should be")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
