#!/usr/bin/env python3
"""Compiles each public header alone, as strictly as a careful user would."""
import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

INCLUDE = Path(__file__).resolve().parent.parent / "include"
FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror"]


def errors_of(compiler, header):
    # Twice, so that a header without its guard is caught too.
    program = f"#include <{header}>\n" * 2
    command = [compiler, *FLAGS, "-I", str(INCLUDE), "-x", "c++", "-"]
    return subprocess.run(command, input=program, capture_output=True, text=True, errors="replace")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default=os.environ.get("CXX", "g++"))
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    headers = [path.relative_to(INCLUDE).as_posix() for path in sorted(INCLUDE.rglob("*.hpp"))]
    failures = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for header, done in zip(headers, pool.map(lambda one: errors_of(options.compiler, one), headers)):
            if done.returncode != 0:
                failures += 1
                print(f"FAIL {header}\n" + "\n".join("    " + line for line in done.stderr.splitlines()[:20]))
    print(f"headers: {len(headers)} compiled alone, {failures} failed")
    return 1 if failures or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
