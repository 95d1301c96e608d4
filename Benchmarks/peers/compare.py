"""Quality and speed of innoreg's matching beside tantivy, bm25s and SQLite FTS5, in one run.

Every engine gets the same texts, in a process of its own, one thread, one after another. Only
innoreg's index build is also measured with the threads that it takes by itself, as time that passes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import quality
from with_bm25s import BM25S
from with_fts5 import FTS5
from with_tantivy import Tantivy

HERE = os.path.dirname(os.path.abspath(__file__))
COLLECTION = os.path.join(HERE, "..", "..", "fixtures", "evaluation")
PEERS = ("with_tantivy.py", "with_bm25s.py", "with_fts5.py")
USUAL_SIZES = (1_000, 10_000, 100_000)
GOAL_SIZE = 100_000
LARGE = 1_000_000
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


def line_of(*command):
    output = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD).stdout
    return json.loads(output)


def innoreg(program, size, clock):
    flags = ["--wall"] if clock == "wall" else []
    return line_of(program, "matching", *flags, str(size))


def measured(program, size, clock):
    """A row for each engine; tantivy runs right after innoreg, since theirs is the ratio asked."""
    rows = [innoreg(program, size, clock)]
    with tempfile.TemporaryDirectory(prefix="innoreg-bench-") as folder:
        subprocess.run([program, "corpus", str(size), folder], check=True)
        for peer in PEERS:
            path = os.path.join(HERE, peer)
            rows.append(line_of(sys.executable, path, folder, "--clock", clock))
    if len({row["text_bytes"] for row in rows}) != 1:
        raise SystemExit("the engines did not get the same texts")
    return rows


def best(rounds):
    """Of several rounds over the same texts the best figure of each kind, for each engine."""
    merged = [dict(row) for row in rounds[0]]
    for later in rounds[1:]:
        for kept, row in zip(merged, later):
            for name, value in row.items():
                if isinstance(value, float):
                    pick = max if name.startswith("docs_per_s") else min
                    kept[name] = pick(kept[name], value)
    return merged


def goals_table(rows):
    """What docs/matching.md promises, beside what was measured."""
    own = next(row for row in rows if row["engine"] == "innoreg")
    base = next(row for row in rows if row["engine"] == "tantivy")
    goals = (
        ("match p50, × tantivy", own["query_p50_ms"] / base["query_p50_ms"], "≤", 0.5),
        ("search p50, ms", own["search_p50_ms"], "<", 1),
        (f"index build, firms/s, {own['build_threads']} threads", own["docs_per_s_threads"], "≥",
         25_000),
        ("index build, firms/s, one thread", own["docs_per_s"], "≥", 25_000),
        ("memory / text", own["rss_bytes"] / own["text_bytes"], "<", 1.5),
        ("one firm's change, p95 ms", own["change_p95_ms"], "<", 5),
    )
    yield "| goal | wanted | measured | |"
    yield "| :--- | ---: | ---: | :--- |"
    for name, value, sign, bound in goals:
        met = {"≤": value <= bound, "<": value < bound, "≥": value >= bound}[sign]
        shown = f"{value:,.0f}" if bound > 1000 else f"{value:.2f}"
        yield f"| {name} | {sign} {bound:,} | {shown} | {'met' if met else 'missed'} |"


def speed_table(rows):
    """One size; every ratio is to tantivy's figure in this run."""
    base = next(row for row in rows if row["engine"] == "tantivy")

    def threaded(row):
        """Firms a second of time that passes, with so many threads."""
        if "docs_per_s_threads" not in row:
            return ""
        return f"{row['docs_per_s_threads']:,.0f} ({row['build_threads']})"

    def cells(row):
        def ratio(name):
            return f"{row[name] / base[name]:.2f}"

        return [
            row["engine"],
            f"{row['docs_per_s']:,.0f}", ratio("docs_per_s"), threaded(row),
            f"{row['query_p50_ms']:.2f}", f"{row['query_p95_ms']:.2f}", ratio("query_p50_ms"),
            f"{row['search_p50_ms']:.3f}", f"{row['search_p95_ms']:.3f}", ratio("search_p50_ms"),
            f"{row['change_p50_ms']:.2f}", f"{row['change_p95_ms']:.2f}",
            f"{row['rss_bytes'] / row['text_bytes']:.2f}",
            f"{row['peak_bytes'] / row['text_bytes']:.2f}",
        ]

    head = (
        "engine", "firms/s, one thread", "×", "with threads", "match p50 ms", "p95", "×", "search p50 ms", "p95", "×",
        "change p50 ms", "p95", "memory/text", "peak/text")
    yield "| " + " | ".join(head) + " |"
    yield "| :---" + " | ---:" * (len(head) - 1) + " |"
    for row in rows:
        yield "| " + " | ".join(cells(row)) + " |"


def growth_table(rows):
    """innoreg alone; every ratio is to its smallest size."""
    base = rows[0]
    yield (
        "| firms | × | firms/s, one thread | match p50 ms | p95 | × | search p50 ms | p95 | × "
        "| change p50 ms | memory/text |")
    yield "| ---:" * 11 + " |"
    for row in rows:
        match = row["query_p50_ms"] / base["query_p50_ms"]
        search = row["search_p50_ms"] / base["search_p50_ms"]
        yield (
            f"| {row['size']:,} | {row['size'] / base['size']:.0f} | {row['docs_per_s']:,.0f} "
            f"| {row['query_p50_ms']:.2f} | {row['query_p95_ms']:.2f} | {match:.2f} "
            f"| {row['search_p50_ms']:.3f} | {row['search_p95_ms']:.3f} | {search:.2f} "
            f"| {row['change_p50_ms']:.2f} | {row['rss_bytes'] / row['text_bytes']:.2f} |")


def show(title, lines):
    print(f"\n### {title}\n", flush=True)
    for line in lines:
        print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench matching", description=__doc__)
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("sizes", nargs="*", type=int, default=USUAL_SIZES, help="numbers of firms")
    parser.add_argument("--large", action="store_true", help="innoreg also with 1,000,000 firms")
    parser.add_argument("--collection", metavar="DIR", default=COLLECTION,
                        help="judged collection (default: %(default)s)")
    parser.add_argument("--clock", choices=("processor", "wall"), default="processor",
                        help="processor time of the process, or time that passes "
                             "(default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=1, metavar="N",
                        help="best of N rounds, against noise (default: %(default)s)")
    parser.add_argument("--json", metavar="FILE", help="also writes the measured rows, a line each")
    options = parser.parse_args()
    if min(options.sizes) < 1 or options.rounds < 1:
        parser.error("sizes and rounds are whole numbers from 1")

    if os.path.isdir(options.collection):
        show("Quality", quality.table(
            options.program, options.collection, (Tantivy, BM25S, FTS5)))
    else:
        print(f"no judged collection at {options.collection}: quality is not measured")

    rows = []
    for size in sorted(options.sizes):
        here = best([
            measured(options.program, size, options.clock) for _ in range(options.rounds)])
        rows += here
        title = f"{size:,} firms, {here[0]['text_bytes'] / 1e6:.1f} MB of text"
        show(f"{title}, {options.clock} time, × = ratio to tantivy", speed_table(here))
        if size == GOAL_SIZE:
            show(f"Goals for {size:,} firms", goals_table(here))
    own = [row for row in rows if row["engine"] == "innoreg"]
    if options.large:
        own.append(innoreg(options.program, LARGE, options.clock))
        rows.append(own[-1])
    if len(own) > 1:
        show("innoreg's growth, × = ratio to the first line", growth_table(own))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
