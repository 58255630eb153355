#!/usr/bin/env python3
"""The gold files of one language, a path a line.

    by_language.py LANGUAGE NAME.gold.json…
"""
import json
import sys

language, *paths = sys.argv[1:]
for path in paths:
    gold = json.load(open(path, encoding="utf-8"))
    if "actors" in gold and gold.get("language") == language:
        print(path)
