#!/usr/bin/env python3
"""Measures what the doors of the library cost to include, and compares with their budgets.

The unit u is the processor time of compiling <string>, <vector> and <memory> in the same run, so that the figures mean
the same on every machine. Each is the best of several rounds.
"""
import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path

INCLUDE = Path(__file__).resolve().parent.parent / "include"
UNIT = ["string", "vector", "memory"]
BUDGETS = {"athanor/model.hpp": 1.3, "athanor/athanor.hpp": 3.0}  # in u
WITHOUT = {"athanor/model.hpp": ["chrono", "bits/chrono.h"]}      # headers it may not pull in


def compiler_output(compiler, headers, *extra):
    program = "".join(f"#include <{header}>\n" for header in headers)
    command = [compiler, "-std=c++20", "-fsyntax-only", "-I", str(INCLUDE), *extra, "-x", "c++", "-"]
    return subprocess.run(command, input=program, capture_output=True, text=True, check=True).stdout


def seconds(compiler, headers):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    compiler_output(compiler, headers)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pulled_in(compiler, header):
    return compiler_output(compiler, [header], "-M").replace("\\\n", " ").split()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default=os.environ.get("CXX", "g++"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    best = {}
    for _ in range(options.rounds):
        for name, headers in {"u": UNIT, **{door: [door] for door in BUDGETS}}.items():
            best[name] = min(best.get(name, float("inf")), seconds(options.compiler, headers))

    failed = False
    for door, budget in BUDGETS.items():
        cost = best[door] / best["u"]
        failed |= cost > budget
        print(f"<{door}> {cost:.2f} u, budget {budget:.2f} u{'  OVER' if cost > budget else ''}")
    for door, unwanted in WITHOUT.items():
        paths = pulled_in(options.compiler, door)
        for header in unwanted:
            if any(path.endswith("/" + header) for path in paths):
                failed = True
                print(f"<{door}> pulls in <{header}>")
    print(f"header cost: u = {best['u']:.2f} s, {'over budget' if failed else 'within budget'}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"header cost: does not compile\n{error.stderr}")
