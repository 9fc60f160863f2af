"""What the compiler spends on a program with many classes, against the same program on the raw C API."""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

from generating import athanor_program, raw_program
from measuring import ROOT

COMPILE = ("g++", "-std=c++20", "-O2", f"-I{ROOT / 'include'}", "-c")


def spend(source):
    """CPU seconds, peak memory in MB and object size in KB of compiling the text."""
    with tempfile.TemporaryDirectory() as folder:
        program, made = pathlib.Path(folder, "program.cpp"), pathlib.Path(folder, "program.o")
        program.write_text(source)
        child = subprocess.Popen([*COMPILE, program, "-o", made])
        _, status, used = os.wait4(child.pid, 0)
        if status:
            sys.exit("a generated program does not compile")
        return {"cpu_s": used.ru_utime + used.ru_stime, "memory_mb": used.ru_maxrss / 1024,
                "object_kb": made.stat().st_size / 1024}


def compile_ratios(classes):
    raw, ours = spend(raw_program(classes)), spend(athanor_program(classes))
    print(f"{classes} classes at -O2      ratio         raw     athanor")
    results = []
    for figure in raw:
        ratio = ours[figure] / raw[figure]
        print(f"{figure:20}{ratio:9.2f}{raw[figure]:12.1f}{ours[figure]:12.1f}")
        results.append({"name": figure, "ratio": ratio, "raw": raw[figure], "athanor": ours[figure]})
    return results
