#!/usr/bin/env python3
"""Switches mechanisms off, one at a time, and expects the test that guards each to fail.

    mutate.py [--preset P] [--jobs N] [--only EXPRESSION] [FILE…]     default: all of tests/mutations
    mutate.py --texts                                           only sees whether they still fit the sources, at once
    mutate.py --table                                           writes the table of tests/mutations/README.md

A mutation replaces a text of the source by another, and names the test case (wildcards as in doctest) that must fail
then:

    [a sentence on what is switched off]
    file: src/orm/flush/planner.cpp
    test: flush: a changed reference outweighs*
    shows: S16
    - the text as it stands, once in the file, one or more lines
    + what stands there instead; none deletes it

`shows`, which may be missing, gives the numbers under which the README lists it. No source is touched: the changed file
is compiled beside the build and linked, before the library, with the test file that holds the test. A header is
changed for that test file, and for the sources that `also` names.
"""
import argparse
import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "mutations"
SECONDS = 120  # a mutant that runs longer has noticed something
NAMES = re.compile(r'\bTEST_CASE\w*\(\s*(?:\w+,\s*)?((?:"(?:[^"\\]|\\.)*"\s*)+)')


class Hunk:
    """One text of a source, and what stands there instead."""

    def __init__(self, lines):
        self.file = ROOT / lines[0].removeprefix("file: ")
        self.old, self.new = ("\n".join(line[2:] for line in lines if line[0] == sign) for sign in "-+")

    def applied(self, source):
        return source.replace(self.old, self.new)


class Mutation:
    def __init__(self, origin, block):
        self.origin, self.name = origin, re.match(r"\[(.*)\]", block).group(1)
        fields = dict(re.findall(r"^(test|shows|also): (.*)$", block, re.M))
        self.test, self.shows = fields["test"], fields.get("shows", "").split()
        self.also = [ROOT / name for name in fields.get("also", "").split()]
        parts = re.split(r"\n(?=file: )", block)[1:]
        self.hunks = [Hunk([line for line in part.splitlines() if re.match(r"file: |[-+] ?", line)]) for part in parts]

    def stale(self):
        """What does not fit the sources any more, or nothing."""
        for hunk in self.hunks:
            if (times := hunk.file.read_text().count(hunk.old)) != 1:
                return f"its text occurs {times} times in {hunk.file.name}"


def read(paths):
    for path in paths:
        text = re.sub(r"^#.*\n", "", path.read_text(), flags=re.M)
        for block in re.split(r"\n(?=\[)", text.strip()):
            yield Mutation(path.name, block.strip("\n"))


def cases():
    """The names of all test cases, by the file that has them."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("*.cpp")):
        names = ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', group)) for group in NAMES.findall(path.read_text())]
        if names:
            found[path] = [name.replace('\\"', '"') for name in names]
    return found


def matching(pattern, name):
    return fnmatch.fnmatchcase(name, pattern.replace("[", "[[]"))


class Build:
    """A configured build, and programs beside it."""

    def __init__(self, preset):
        self.folder = ROOT / "build" / preset
        entries = json.loads((self.folder / "compile_commands.json").read_text())
        self.commands = defaultdict(list)  # of one source in each target that has it
        for entry in entries:
            self.commands[Path(entry["file"])].append(shlex.split(entry["command"]))
        self.cases = cases()

    def file_of(self, test):
        return [path for path, names in self.cases.items() if any(matching(test, name) for name in names)]

    def command(self, source, target=""):
        return next((c for c in self.commands[source] if f"/{target}" in c[c.index("-o") + 1]), None)

    def object(self, source, target=""):
        command = self.command(source, target)
        return command[command.index("-o") + 1]

    def target(self, source):
        """The folder of the objects of the program that has the test file."""
        return re.search(r"[^/]+\.dir/", self.object(source)).group()

    def support(self, target):
        """What every program of the target is linked with: the files that have no test case."""
        return [self.object(source, target) for source in self.commands
                if ROOT / "tests" in source.parents and source not in self.cases and self.command(source, target)]

    @cached_property
    def libraries(self):
        line = subprocess.run(["ninja", "-t", "commands", "athanor_tests"], cwd=self.folder, check=True,
                              capture_output=True, text=True).stdout.splitlines()[-1]
        return shlex.split(line.split(" -o tests/athanor_tests ")[1].split("&&")[0])

    def build(self, tests):
        targets = {self.object(test) for test in tests}
        for test in tests:
            targets.update(self.support(self.target(test)))
        command = ["cmake", "--build", str(self.folder), "-j", "1", "--target", "athanor", *sorted(targets)]
        return subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0

    def compile(self, source, text_at, place, target=""):
        """The object of a source whose text is elsewhere, or whose headers are; nothing when it does not compile."""
        command = list(self.command(source, target))
        made = place / (source.name + ".o")
        command[command.index("-o") + 1] = str(made)
        command[command.index("-c") + 1] = str(text_at)
        command[1:1] = [f"-I{place / 'include'}", f"-I{place / 'src'}"]
        if shutil.which("ccache"):
            command.insert(0, "ccache")
        environment = os.environ | {"CCACHE_SLOPPINESS": "pch_defines,time_macros"}
        done = subprocess.run(command + ["-w"], cwd=self.folder, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            (place / "errors").write_text(done.stderr)
        return str(made) if done.returncode == 0 else None

    def link(self, objects, program):
        # what comes first wins over what the library holds
        command = ["c++", *objects, *self.libraries, "-o", str(program)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            (program.parent / "errors").write_text(done.stderr)
        return done.returncode == 0


def run(program, test):
    """The number of test cases that ran, and whether all passed; a crash is a failure, and so is no end."""
    pattern = test.replace(",", "\\,")
    try:
        done = subprocess.run([program, f"--test-case={pattern}"], capture_output=True, text=True, errors="replace",
                              timeout=SECONDS, cwd=program.parent)
    except subprocess.TimeoutExpired:
        return 1, False
    ran = re.search(r"test cases:\s+(\d+)", done.stdout)
    return int(ran.group(1)) if ran else 0, done.returncode == 0


class Trial:
    """All mutations on one build."""

    def __init__(self, build, mutations):
        self.build, self.mutations = build, mutations
        self.folder = build.folder / "mutations"
        self.tests = {m: build.file_of(m.test) for m in mutations}

    def prepare(self):
        """Builds the tests as they are. Each must pass."""
        used = {path for paths in self.tests.values() for path in paths if path in self.build.commands}
        if not self.build.build(used):
            return False
        self.folder.mkdir(exist_ok=True)
        self.whole = {}
        for target in sorted({self.build.target(test) for test in used}):
            objects = [self.build.object(test) for test in used if self.build.target(test) == target]
            self.whole[target] = self.folder / target.split(".")[0]
            if not self.build.link(objects + self.build.support(target), self.whole[target]):
                return False
        return True

    def problem(self, mutation):
        """What is wrong with it, or nothing."""
        if stale := mutation.stale():
            return stale
        tests = self.tests[mutation]
        if not tests:
            return "there is no such test"
        if any(test not in self.build.commands for test in tests):
            return "its test is not in the build"
        target = self.build.target(tests[0])
        if any(self.build.target(test) != target for test in tests):
            return "its test is in several programs"
        ran, passed = run(self.whole[target], mutation.test)
        if ran == 0 or not passed:
            return "its test does not run" if ran == 0 else "its test fails anyhow"
        return self.try_out(mutation, tests, target)

    def try_out(self, mutation, tests, target):
        place = self.folder / re.sub(r"\W+", "_", f"{mutation.origin} {mutation.name}")
        shutil.rmtree(place, ignore_errors=True)
        changed = {}
        for hunk in mutation.hunks:
            path = place / hunk.file.relative_to(ROOT)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(hunk.applied(changed.get(hunk.file, hunk.file).read_text()))
            changed[hunk.file] = path
        objects = [self.build.compile(file, path, place) for file, path in changed.items() if file.suffix == ".cpp"]
        objects += [self.build.compile(also, also, place) for also in mutation.also]
        headers = any(file.suffix == ".hpp" for file in changed)
        objects += [self.build.compile(test, test, place, target) if headers else self.build.object(test)
                    for test in tests]
        program = place / "tests"
        if None in objects or not self.build.link(objects + self.build.support(target), program):
            return f"it does not compile, see {place.relative_to(ROOT)}/errors"
        noticed = not run(program, mutation.test)[1]
        shutil.rmtree(place)
        return None if noticed else "its test does not notice"


def order(number):
    return number[0], int(number[1:])


def table(mutations, tests):
    rows = sorted(((number, m) for m in mutations for number in m.shows), key=lambda row: order(row[0]))
    lines = ["| number | test | switched off |", "|---|---|---|"]
    for number, m in rows:
        name = next((name for names in tests.values() for name in names if matching(m.test, name)), m.test)
        lines.append(f"| {number} | {name} | {m.name} |".replace("\\", ""))
    return "\n".join(lines)


def with_table(mutations):
    """The README as it is, and as it should be."""
    text = (FOLDER / "README.md").read_text()
    return text, re.sub(r"(<!-- table -->\n).*(\n<!-- /table -->)", lambda m: m[1] + table(mutations, cases()) + m[2],
                        text, flags=re.S)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default="dev")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="those whose file, numbers or name match the expression")
    parser.add_argument("--texts", action="store_true", help="only see whether the sources still have their texts")
    parser.add_argument("--table", action="store_true", help="write the table of the README, run nothing")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    mutations = list(read(options.files or sorted(FOLDER.glob("*.txt"))))
    if options.table:
        (FOLDER / "README.md").write_text(with_table(mutations)[1])
        return 0
    chosen = [m for m in mutations if re.search(options.only, " ".join([m.origin, *m.shows, m.name]))]
    if options.texts:
        stale = [f"{m.origin}: {m.name}: {m.stale()}" for m in chosen if m.stale()]
        print("\n".join(stale) or f"{len(chosen)} mutations fit the sources")
        return 1 if stale else 0
    trial = Trial(Build(options.preset), chosen)
    if not trial.prepare():
        return "the tests do not build"
    problems = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for mutation, problem in zip(chosen, pool.map(trial.problem, chosen)):
            problems += problem is not None
            print(f"{'FAIL' if problem else 'ok  '} {mutation.origin[:-4]:8} {mutation.name}"
                  + (f": {problem}" if problem else ""), flush=True)
    print(f"{len(chosen)} mutations, {problems} of them not noticed")
    if not options.files and len(set(with_table(mutations))) > 1:
        return "the table in tests/mutations/README.md is not up to date: tools/mutate.py --table writes it"
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
