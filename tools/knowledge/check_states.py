#!/usr/bin/env python3
"""Compares the tables of states with ISO 3166-1 and Unicode CLDR (PyPI: pycountry, babel) and tells what is missing.

Usage: tools/knowledge/check_states.py; ends with 1 where a code is missing or wrong. Names that CLDR has and the pack
has not are only told: short forms of the press differ from CLDR on purpose.
"""
import pathlib
import sys

import pycountry
from babel import Locale

CRATES = pathlib.Path(__file__).resolve().parents[2] / "crates"
BEYOND = {"XKX": "XK", "EUR": "EU"}


def rows(path, columns):
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            fields = line.split("\t")
            yield fields + [""] * (columns - len(fields))


def main():
    states = {row[0]: row for row in rows(CRATES / "knowledge/data/states.tsv", 7)}
    iso = {country.alpha_3: country.alpha_2 for country in pycountry.countries} | BEYOND
    wrong = [f"{code}: not in states.tsv" for code in iso.keys() - states.keys()]
    wrong += [f"{code}: no code of ISO 3166-1" for code in states.keys() - iso.keys()]
    wrong += [f"{code}: {row[1]} should be {iso[code]}" for code, row in states.items() if iso.get(code) != row[1]]
    for path in sorted((CRATES / "language/packs").glob("*/states.tsv")):
        pack = {row[0]: row[1].split("|") for row in rows(path, 5)}
        wrong += [f"{path.parent.name}: {code} has no name" for code in iso if not pack.get(code, [""])[0]]
        territories = Locale(path.parent.name).territories
        for code, alpha2 in sorted(iso.items()):
            name = territories.get(alpha2, "")
            if name and name not in pack.get(code, []):
                print(f"{path.parent.name}: {code}: CLDR has {name!r}, the pack {pack.get(code)}")
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
