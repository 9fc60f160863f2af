#!/usr/bin/env python3
"""Switches mechanisms off, one at a time, and expects the test that guards each to fail.

    mutate.py [--preset P] [--only TEXT] [FILE…]     default: all of tests/mutations

A mutation is a line of the source that is replaced by another, and the name of the test case (wildcards as in doctest)
that must fail then:

    [a sentence on what is switched off]
    file: src/orm/flush/planner.cpp
    test: flush: a changed reference outweighs*
    - the text as it stands, once in the file, one or more lines
    + what stands there instead; none deletes it

The source is put back after each, whatever happens. The build must hold the tests: configure it without
ATHANOR_TESTS_MATCHING, or with one that names their files.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Mutation:
    def __init__(self, origin, block):
        self.name = re.match(r"\[(.*)\]", block).group(1)
        fields = dict(re.findall(r"^(file|test): (.*)$", block, re.M))
        self.origin, self.file, self.test = origin, ROOT / fields["file"], fields["test"]
        self.old = "\n".join(re.findall(r"^- (.*)$", block, re.M))
        self.new = "\n".join(re.findall(r"^\+ (.*)$", block, re.M))


def read(paths):
    for path in paths:
        text = re.sub(r"^#.*\n", "", path.read_text(), flags=re.M)
        for block in re.split(r"\n(?=\[)", text.strip()):
            yield Mutation(path.name, block.strip("\n"))


def build(preset):
    command = ["cmake", "--build", "--preset", preset, "--target", "athanor_tests", "-j", "1"]
    return subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0


def run(preset, test):
    """The number of test cases that ran, and whether all passed; a crash is a failure."""
    program = ROOT / "build" / preset / "tests" / "athanor_tests"
    pattern = test.replace(",", "\\,")
    done = subprocess.run([program, f"--test-case={pattern}"], capture_output=True, text=True, timeout=120)
    ran = re.search(r"test cases:\s+(\d+)", done.stdout)
    return int(ran.group(1)) if ran else 0, done.returncode == 0


def try_out(mutation, preset):
    """What is wrong with it, or nothing."""
    source = mutation.file.read_text()
    if source.count(mutation.old) != 1:
        return f"the text occurs {source.count(mutation.old)} times in {mutation.file.name}"
    ran, passed = run(preset, mutation.test)
    if ran == 0 or not passed:
        return "its test is not in the build" if ran == 0 else "its test fails anyhow"
    try:
        mutation.file.write_text(source.replace(mutation.old, mutation.new))
        if not build(preset):
            return "it does not compile"
        return "its test does not notice" if run(preset, mutation.test)[1] else None
    finally:
        mutation.file.write_text(source)
        build(preset)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default="dev")
    parser.add_argument("--only", default="")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    files = options.files or sorted((ROOT / "tests" / "mutations").glob("*.txt"))
    if not build(options.preset):
        return "the tests do not build"
    failures = 0
    for mutation in read(files):
        if options.only not in mutation.name:
            continue
        problem = try_out(mutation, options.preset)
        failures += problem is not None
        print(f"{'ok  ' if problem is None else 'FAIL'} {mutation.origin}: {mutation.name}"
              + (f" ({problem})" if problem else ""), flush=True)
    return f"{failures} mutations are not noticed" if failures else 0


if __name__ == "__main__":
    sys.exit(main())
