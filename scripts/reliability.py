#!/usr/bin/env python3
"""Confidence against correctness: of the facts that say 0.8, eight in ten should be right.

    reliability.py SCORE.py RECORDS.jsonl NAME.gold.json…

Matching is that of SCORE.py: a fact is right when the scorer pairs it with a gold fact. For each layer: facts,
mean confidence and share of right ones in bins of confidence, and the expected calibration error (the mean
distance of the two, weighted by facts). Facts that only match optional gold count as right.
"""
import argparse
import importlib.util
import json
import pathlib

BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001)
# the scorer's layer, and the record's field with the facts in it
LAYERS = (
    ("actors", "actors"),
    ("times", "times"),
    ("statement + speaker", "statements"),
    ("event type", "events"),
    ("event + parties", "events"),
    ("positions", "positions"),
    ("proposals", "proposals"),
)


def load(path):
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def keep_matches(score):
    """A layer that keeps which produced facts it judged right and wrong."""

    class Kept(score.Layer):
        def __init__(self):
            super().__init__()
            self.judged = []

        def add(self, gold, found, same, label):
            pairs = super().add(gold, found, same, label)
            right = {id(fact) for _, fact in pairs}
            for fact in found:
                ok = id(fact) in right or any(same(g, fact) for g in gold)
                self.judged.append((fact, ok))
            return pairs

    return Kept


def judged(score, records, paths):
    layers = {name: keep_matches(score)() for name in score.NAMES}
    sure = {}
    for path in paths:
        gold = json.load(open(path, encoding="utf-8"))
        if "actors" not in gold:
            continue
        text = pathlib.Path(path).parent / gold["text"]
        record = records.get(text.name)
        if record is None:
            continue
        # the scorer makes new objects for times; their spans and values lead back to the confidence
        for time in record["times"]:
            sure[(time["span"]["quote"], time.get("value"))] = time["confidence"]
        score.score(gold, record, text.read_text(encoding="utf-8"), layers)
    for name, _ in LAYERS:
        for fact, ok in layers[name].judged:
            confidence = fact.get("confidence", sure.get((fact.get("q"), fact.get("value"))))
            if confidence is not None:
                yield name, confidence, ok


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("score")
    parser.add_argument("records")
    parser.add_argument("gold", nargs="+")
    args = parser.parse_args()
    records = {}
    for line in open(args.records, encoding="utf-8"):
        record = json.loads(line)
        records[pathlib.Path(record["document"]["source"]).name] = record
    table = {}
    for name, confidence, ok in judged(load(args.score), records, args.gold):
        at = max(i for i, low in enumerate(BINS) if confidence >= low)
        table.setdefault(name, {}).setdefault(at, []).append((confidence, ok))
    print("Reliability: facts, mean confidence → share right, in bins of confidence")
    print(f"{'layer':22}" + "".join(f"{f'{low:.1f}–{min(high, 1):.1f}':>17}" for low, high in zip(BINS, BINS[1:])) + f"{'error':>8}")
    for name, _ in LAYERS:
        bins = table.get(name, {})
        total = sum(map(len, bins.values()))
        cells, error = [], 0.0
        for at in range(len(BINS) - 1):
            facts = bins.get(at)
            if not facts:
                cells.append("·")
                continue
            sure = sum(c for c, _ in facts) / len(facts)
            right = sum(ok for _, ok in facts) / len(facts)
            error += abs(sure - right) * len(facts) / total
            cells.append(f"{len(facts)}: {sure:.2f} → {right:.2f}")
        print(f"{name:22}" + "".join(f"{cell:>17}" for cell in cells) + f"{error:8.3f}")


if __name__ == "__main__":
    main()
