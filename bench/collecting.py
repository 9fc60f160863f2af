"""What operations on large collections cost, in instructions."""
from measuring import instructions

LARGEST = 1_000_000
OPERATIONS = 1000  # of a workload that does not touch all members


def count(workload, members):
    return instructions("collections", workload, scale=LARGEST // members).count


def growth(workload, members):
    """Twice the members, how many times the instructions?"""
    return count(workload, 2 * members) / count(workload, members)


def figures():
    """Name, what it is, limit, and how to measure it."""
    yield "append", "instructions, new objects on a list of 1M, back reference included", 400, \
        lambda: count("list_append", LARGEST) / OPERATIONS
    for workload in ("set_contains", "set_remove", "dict_contains", "dict_remove"):
        yield workload, "times the instructions on 10 times the members", 1.3, \
            lambda w=workload: count(w, 100_000) / count(w, 10_000)
    for kind in ("list", "set", "dict"):
        yield f"{kind}_replace", "times the instructions, 200k members replaced against 100k", 2.2, \
            lambda k=kind: growth(f"{k}_replace", 100_000)
    yield "edit", "instructions per member of a list of 100k, half of them exchanged", 600, \
        lambda: count("list_edit", 100_000) / 100_000
    yield "load_dict", "times the instructions of loading a list of 100k", 1.5, \
        lambda: count("dict_load", 100_000) / count("list_load", 100_000)


def collection_figures():
    print(f"{'collections':15}{'figure':>8}{'limit':>7}")
    results = []
    for name, meaning, limit, measure in figures():
        value = measure()
        print(f"{name:15}{value:8.2f}{limit:7}  {meaning}{'' if value <= limit else '  MISSED'}", flush=True)
        results.append({"name": name, "value": value, "limit": limit, "of": meaning})
    return results
