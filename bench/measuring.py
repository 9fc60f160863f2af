"""Builds and runs the two programs."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "build" / "release" / "bench"
WORKLOADS = ("w1", "w2", "w2_stream", "w3", "w4_select", "w4_in", "w4_join", "w5", "w6", "w7", "w8", "memory")
CALLGRIND = ("valgrind", "--tool=callgrind", "--instr-atstart=no", "--collect-atstart=no")


@dataclass
class Run:
    wall_ms: float
    cpu_ms: float
    peak_kib: int
    checksum: int


@dataclass
class Counted:
    count: int
    checksum: int


def build():
    jobs = os.environ.get("JOBS", "2")
    for command in (["cmake", "--preset", "release"],
                    ["cmake", "--build", "--preset", "release", "-j", jobs, "--target", "bench_raw", "bench_athanor",
                     "bench_collections"]):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)


def run(command, scale=1):
    """Runs a program in an empty folder; what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, env={**os.environ, "BENCH_SCALE": str(scale)},
                              capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done


def figures(printed):
    wall, cpu, peak, checksum = printed.split()
    return Run(float(wall), float(cpu), int(peak), int(checksum))


def time_and_memory(system, workload):
    return figures(run([PROGRAMS / system, workload]).stdout)


def instructions(system, workload, scale=10):
    """At a tenth of the size, unless told otherwise; only the measured section counts."""
    with tempfile.NamedTemporaryFile() as output:
        done = run([*CALLGRIND, f"--callgrind-out-file={output.name}", PROGRAMS / system, workload], scale)
        total = re.search(r"^totals: (\d+)", pathlib.Path(output.name).read_text(), re.MULTILINE)
    return Counted(int(total.group(1)), figures(done.stdout).checksum)
