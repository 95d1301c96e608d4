"""What the programs of all engines share: the texts, the clock, the memory, the line of JSON.

An engine is a class with

    name                          what the table calls it
    __init__(texts)               builds the index; a text's number is its place in the list
    prepare(text, every)          turns a text into what rank() takes; not timed. With `every`,
                                  all its words must be met, where the engine can ask for that
    rank(prepared, limit)         numbers of the best texts, best first
    change(number, old, new)      replaces one text so that the next query sees it, or None
                                  if the engine can only be built anew
"""

import argparse
import ctypes
import gc
import json
import os
import re
import sys
import time

WORD = re.compile(r"\w+")
LIMIT = 20
# A slow engine need not answer every query to show that it is slow.
SECONDS_FOR_QUERIES = 20
CLOCKS = {"processor": time.process_time, "wall": time.perf_counter}


def words(text):
    """The different words of a text, lower-cased, in their order."""
    return list(dict.fromkeys(WORD.findall(text.lower())))


def texts(folder, name):
    with open(os.path.join(folder, name + ".jsonl"), encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _status(field):
    with open("/proc/self/status", encoding="ascii") as lines:
        for line in lines:
            if line.startswith(field):
                return int(line.split()[1]) * 1024
    return 0


def resident():
    """Bytes resident now, after what is free has gone back to the system."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return _status("VmRSS:")


def peak():
    """The most bytes resident at once since forget_peak()."""
    return _status("VmHWM:")


def forget_peak():
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def timings(clock, runs, work):
    """Milliseconds of each run, ascending; the first, unmeasured run warms up."""
    work(0)
    samples = []
    begin = time.monotonic()
    for run in range(runs):
        start = clock()
        work(run)
        samples.append((clock() - start) * 1e3)
        if len(samples) >= 10 and time.monotonic() - begin > SECONDS_FOR_QUERIES:
            break
    return sorted(samples)


def share(samples, part):
    return samples[min(len(samples) - 1, int(part * len(samples)))]


def row(engine_class, folder, clock):
    firms = texts(folder, "firms")
    problems, queries = texts(folder, "problems"), texts(folder, "queries")
    before = resident()
    forget_peak()
    start = clock()
    engine = engine_class(firms)
    built = clock() - start
    most, after = peak(), resident()

    asked = [engine.prepare(text, every=False) for text in problems]
    typed = [engine.prepare(text, every=True) for text in queries]
    match = timings(clock, 3 * len(asked), lambda run: engine.rank(asked[run % len(asked)], LIMIT))
    search = timings(clock, 3 * len(typed), lambda run: engine.rank(typed[run % len(typed)], LIMIT))
    change = None
    if engine_class.change:
        current = {}

        def replace(run):
            number = (run * 7919 + 1) % len(firms)
            new = firms[(number + len(firms) // 2) % len(firms)]
            engine.change(number, current.get(number, firms[number]), new)
            current[number] = new

        change = timings(clock, min(len(firms), 100), replace)
    return {
        "engine": engine_class.name,
        "size": len(firms),
        "build_s": built,
        "docs_per_s": len(firms) / built,
        "query_p50_ms": share(match, 0.5),
        "query_p95_ms": share(match, 0.95),
        "search_p50_ms": share(search, 0.5),
        "search_p95_ms": share(search, 0.95),
        "change_p50_ms": share(change, 0.5) if change else built * 1e3,
        "change_p95_ms": share(change, 0.95) if change else built * 1e3,
        "rss_bytes": after - before,
        "peak_bytes": most - before,
        "text_bytes": sum(len(text.encode()) for text in firms),
    }


def main(engine_class):
    parser = argparse.ArgumentParser(description=f"Measures {engine_class.name}.")
    parser.add_argument("folder", help="firms.jsonl, problems.jsonl and queries.jsonl")
    parser.add_argument("--clock", choices=CLOCKS, default="processor")
    options = parser.parse_args()
    json.dump(row(engine_class, options.folder, CLOCKS[options.clock]), sys.stdout)
    print()
