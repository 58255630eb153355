#!/usr/bin/env python3
"""One line for each record: what was read, how much of it.

    summary.py RECORDS.jsonl
"""
import json
import sys

LAYERS = ("actors", "times", "statements", "events", "positions", "proposals")


def main():
    print(f"{'report':38}{'lang':>5}  {'published':24}" + "".join(f"{name:>11}" for name in LAYERS))
    for line in open(sys.argv[1], encoding="utf-8"):
        record = json.loads(line)
        document = record["document"]
        published = document.get("published") or {}
        day = f"{published['value']} ({published['basis']})" if published else "unknown"
        print(f"{document['source']:38}{document.get('language') or '?':>5}  {day:24}"
              + "".join(f"{len(record[name]):11}" for name in LAYERS))


if __name__ == "__main__":
    main()
