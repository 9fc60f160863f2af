#!/usr/bin/env python3
"""Lists the files of more than 500 lines; each needs a reason below."""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 500
SUFFIXES = {".hpp", ".cpp", ".py", ".cmake"}
ALLOWED = {
    # "path": "why it is one file",
}


def main():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    files = [path for path in tracked if Path(path).suffix in SUFFIXES and (ROOT / path).is_file()]
    lines = {path: len((ROOT / path).read_text().splitlines()) for path in files}
    problems = 0
    for path in sorted(path for path in files if lines[path] > LIMIT):
        problems += path not in ALLOWED
        print(f"{path}: {lines[path]} lines{', ' + ALLOWED[path] if path in ALLOWED else ': split it, or give a reason in ALLOWED'}")
    for path in sorted(ALLOWED):
        if lines.get(path, 0) <= LIMIT:
            problems += 1
            print(f"{path}: needs no reason any more")
    print(f"sizes: {len(files)} files, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
