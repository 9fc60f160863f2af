#!/usr/bin/env python3
"""Runs a program twice in one temporary folder and compares what it prints with its golden file.

ATHANOR_REWRITE_GOLDEN=1 writes the golden file instead.
"""
import argparse
import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def output_of(program, folder):
    done = subprocess.run([program], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"{program.name} exits with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def report(was, expected, actual):
    diff = difflib.unified_diff(expected.splitlines(True), actual.splitlines(True), "expected", "printed")
    sys.exit(f"{was}\n{''.join(diff)}\nATHANOR_REWRITE_GOLDEN=1 rewrites the golden files.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("golden", type=Path)
    options = parser.parse_args()
    program = options.program.resolve()

    with tempfile.TemporaryDirectory() as folder:
        first = output_of(program, folder)
        second = output_of(program, folder)
    if first != second:
        report(f"{program.name} prints something else when it is run again", first, second)

    if os.environ.get("ATHANOR_REWRITE_GOLDEN") == "1":
        options.golden.write_text(first)
        print(f"rewrote {options.golden.name}")
        return
    if not options.golden.exists():
        report(f"{program.name} has no golden file", "", first)
    expected = options.golden.read_text()
    if first != expected:
        report(f"{program.name} does not print what its golden file says", expected, first)
    print(f"{program.name}: {len(first.splitlines())} lines as expected")


if __name__ == "__main__":
    main()
