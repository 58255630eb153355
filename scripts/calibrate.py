#!/usr/bin/env python3
"""Fit the table that turns the layers' scores into probabilities.

    calibrate.py SCORE.py TABLE.tsv RECORDS.jsonl=GOLD.json[,GOLD.json…] …

RECORDS is the output of `notula read --raw-scores` for the texts of its gold files; several such pairs are pooled. For
each layer the share of right facts is made to rise with the score (isotonic regression by pooling adjacent violators),
with at least 12 facts a step, and pulled toward the layer's own share as if by four more facts, so that no step says
"never" or "always". TABLE is written anew.
"""
import json
import pathlib
import sys

from reliability import LAYERS, judged, load

# which of the scorer's layers a fact's probability speaks of; an event is right when type and parties are
TABLE_NAME = {"actors": "actors", "times": "times", "statement + speaker": "statements",
              "event + parties": "events", "positions": "positions", "proposals": "proposals"}
LEAST, PRIOR = 12, 4


def isotonic(facts):
    """Steps [mean score, right, count] of a rising curve through (score, right) pairs."""
    steps = []
    for score, ok in sorted(facts):
        if steps and steps[-1][3] == score:
            steps[-1][0] += score
            steps[-1][1] += ok
            steps[-1][2] += 1
        else:
            steps.append([score, ok, 1, score])
    grown = []
    for step in steps:
        if grown and grown[-1][2] < LEAST:
            last = grown[-1]
            last[0], last[1], last[2] = last[0] + step[0], last[1] + step[1], last[2] + step[2]
        else:
            grown.append(step)
    if len(grown) > 1 and grown[-1][2] < LEAST:
        last = grown.pop()
        for n in range(3):
            grown[-1][n] += last[n]
    pooled = []
    for step in grown:
        pooled.append(step)
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] >= pooled[-1][1] / pooled[-1][2]:
            last = pooled.pop()
            for n in range(3):
                pooled[-1][n] += last[n]
    return [(total / count, right, count) for total, right, count, _ in pooled]


def main():
    score, table, pairs = load(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    facts = {}
    for pair in pairs:
        records_path, _, gold = pair.partition("=")
        records = {}
        for line in open(records_path, encoding="utf-8"):
            record = json.loads(line)
            records[pathlib.Path(record["document"]["source"]).name] = record
        for name, confidence, ok in judged(score, records, gold.split(",")):
            facts.setdefault(name, []).append((confidence, ok))
    lines = ["# Layer, score, probability: points of a rising curve, fitted by scripts/calibrate.py on annotated reports."]
    for name, _ in LAYERS:
        if name not in TABLE_NAME or name not in facts:
            continue
        mine = facts[name]
        share = sum(ok for _, ok in mine) / len(mine)
        best = 0.0
        for at, right, count in isotonic(mine):
            best = max(best, (right + PRIOR * share) / (count + PRIOR))
            lines.append(f"{TABLE_NAME[name]}\t{at:.4f}\t{best:.4f}")
        print(f"{name:22} {len(mine):5} facts, {share:.3f} right")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
