"""Scores engines on a judged collection: nDCG@10 and Recall@20, means over its problems.

Gain 2^grade − 1, discount log2(rank + 1), ideal order from all judged firms; a firm is relevant
from grade 1; what was not judged counts as 0. Each engine also runs without the firms that fail a
hard requirement, and on texts without marks, since either helps engines that only count words.
"""

import csv
import json
import math
import os
import subprocess
import unicodedata
from collections import defaultdict


def folded(text):
    """Lower case without marks."""
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _json(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def judgements(folder):
    """Grades by problem and firm."""
    grades = defaultdict(dict)
    with open(os.path.join(folder, "qrels.tsv"), encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 3 and row[2].isdigit():
                grades[row[0]][row[1]] = int(row[2])
    return grades


def scores(grades, run):
    """Mean nDCG@10 and Recall@20; a problem that the run leaves out counts as 0."""

    def gain(ranked):
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ranked))

    ndcg, recall = [], []
    for problem, judged in grades.items():
        relevant = {firm for firm, grade in judged.items() if grade > 0}
        if not relevant:
            continue
        ranked = run.get(problem, [])
        best = gain(sorted(judged.values(), reverse=True)[:10])
        ndcg.append(gain([judged.get(firm, 0) for firm in ranked[:10]]) / best)
        recall.append(len(relevant.intersection(ranked[:20])) / len(relevant))
    return sum(ndcg) / len(ndcg), sum(recall) / len(recall)


def is_eligible(firm, problem):
    """Whether a firm meets every hard requirement; an unknown readiness level is no failure."""
    for requirement in problem.get("required") or []:
        least = requirement.get("min_trl")
        if least is not None and firm.get("trl") is not None and firm["trl"] < least:
            return False
        if "legal" in requirement and requirement["legal"] not in (firm.get("legal") or []):
            return False
        if "province" in requirement and requirement["province"] != firm.get("province"):
            return False
    return True


def firm_text(firm):
    parts = [firm["name"], firm.get("description") or "", *(firm.get("products") or [])]
    for project in firm.get("past_projects") or []:
        parts.append(project if isinstance(project, str) else " ".join(
            str(project[name]) for name in ("title", "client", "outcome") if project.get(name)))
    return "\n".join(parts)


def problem_text(problem):
    return "\n".join(
        problem[name] for name in ("title", "description", "expected_result") if problem.get(name)
    )


def of_innoreg(program, folder):
    """Its run; it leaves out by itself who fails a hard requirement."""
    lines = subprocess.run(
        [program, "quality", folder], check=True, capture_output=True, text=True).stdout
    run = defaultdict(list)
    for line in lines.splitlines():
        problem, firm, _ = line.split("\t")
        run[problem].append(firm)
    return run


def table(program, folder, engine_classes):
    """Lines of a Markdown table."""
    grades = judgements(folder)
    firms, problems = _json(folder, "firms.json"), _json(folder, "problems.json")
    ndcg, recall = scores(grades, of_innoreg(program, folder))
    lines = [
        "| engine | nDCG@10 | Recall@20 | with filter: nDCG@10 | Recall@20 |",
        "| :--- | ---: | ---: | ---: | ---: |",
        f"| innoreg | – | – | {ndcg:.3f} | {recall:.3f} |",
    ]
    for engine_class in engine_classes:
        for label, change in ((", as written", str), (", without marks", folded)):
            engine = engine_class([change(firm_text(firm)) for firm in firms])
            plain, filtered = {}, {}
            for problem in problems:
                asked = engine.prepare(change(problem_text(problem)), every=False)
                ranked = [firms[number] for number in engine.rank(asked, len(firms))]
                plain[problem["id"]] = [firm["id"] for firm in ranked]
                filtered[problem["id"]] = [
                    firm["id"] for firm in ranked if is_eligible(firm, problem)]
            cells = [*scores(grades, plain), *scores(grades, filtered)]
            lines.append(
                f"| {engine_class.name}{label} | "
                + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    return lines
