#!/usr/bin/env python3
"""Check the annotated corpus and count what it holds.

    check.py [FILE.jsonl …]      (default: every */*.jsonl beside this script)

Spans are the exact words of a passage's text, or ["words", n] for their n-th occurrence (1 is the first, and the
default). Fails (exit 1) on words that are not in the text, on an actor key that is not declared, on a type, status,
stance or issue that does not exist, on a direct statement outside quotation marks, on a double id and on a date that is none. The issues are those of the
contract, repeated here so that the corpus can be checked alone. Standard library only.
"""
import collections, datetime, json, pathlib, re, sys

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUS = "occurred ongoing planned conditional possible denied".split()
STANCES = "supports opposes demands offers conditional doubts undecided".split()
PLANS = "floated proposed under-negotiation accepted rejected withdrawn".split()
KINDS = ("person", "state", "organisation", "group")
SECTORS = "GOV JUD LEG MIL COP SPY REB CVL OPP PTY MED BUS EDU REL LAB IGO NGO CRM HLH UNK".split()
SPLITS = ("train", "dev", "calibration")
ISSUES = """territory.status territory.occupied territory.withdrawal territory.maritime territory.borders
security.guarantees security.alliance security.force-limits security.foreign-troops security.nuclear security.missiles
security.arms-supply ceasefire.general ceasefire.partial ceasefire.offensive ceasefire.monitoring prisoners.exchange
prisoners.hostages humanitarian.aid humanitarian.displaced sanctions.imposition sanctions.relief sanctions.assets
politics.elections politics.government politics.recognition politics.minorities justice.accountability justice.amnesty
justice.reparations economy.reconstruction economy.trade economy.energy economy.minerals economy.transport process.talks
process.format process.leaders-meeting process.venue process.timeline process.plan process.pressure other""".split()
DATE = re.compile(r"(P\d|\d{3}X$|\d{4}(-(W\d\d|\d\d(-\d\d(T[\w:]+)?)?))?~?(/\d{4}(-\d\d(-\d\d)?)?)?$)")
LAYERS = {
    "statements": ("content", {"kind": ("direct", "indirect", "mixed"), "speaker": "actor", "speakers": "actor"}, {"via"}),
    "events": ("evidence", {"type": TYPES, "status": STATUS, "initiators": "actor", "recipients": "actor"}, {"mode", "place", "time"}),
    "positions": ("evidence", {"actor": "actor", "issue": ISSUES, "stance": STANCES, "toward": "actor"}, set()),
    "proposals": ("evidence", {"proposers": "actor", "addressees": "actor", "status": PLANS}, set()),
}
NEEDED = {"statements": ("speaker", "kind"), "events": ("type", "initiators", "recipients", "status"),
          "positions": ("actor", "issue", "stance"), "proposals": ("proposers", "addressees", "status")}


def place(text, words):
    """The [start, end] of an annotated span in `text`, or None."""
    words, n = (words, 1) if isinstance(words, str) else words
    at = -1
    for _ in range(n):
        at = text.find(words, at + 1)
        if at < 0:
            return None
    return [at, at + len(words)] if words else None


def several(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def sentences(text):
    """How many sentences a passage has: counted by their ends, good enough for a sum."""
    return len([p for p in re.split(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘'A-Z])", text) if p.strip()])


def check(passage, seen):
    """Every error of one passage."""
    errors, text = [], passage.get("text") or ""
    for field in ("id", "language", "author", "split", "published", "text", "actors"):
        if not passage.get(field):
            if field != "actors" or field not in passage:
                errors.append(f"no {field}")
    if passage.get("id") in seen:
        errors.append("id used twice")
    seen.add(passage.get("id"))
    if passage.get("split") not in SPLITS:
        errors.append(f"no such split: {passage.get('split')}")
    try:
        datetime.date.fromisoformat(passage.get("published") or "")
    except ValueError:
        errors.append(f"no date: {passage.get('published')}")
    if text != text.strip() or "  " in text:
        errors.append("stray white space in the text")
    keys = [a.get("key") for a in passage.get("actors", [])]
    for key, n in collections.Counter(keys).items():
        if n > 1:
            errors.append(f"actor declared twice: {key}")
    for actor in passage.get("actors", []):
        if actor.get("kind") not in KINDS or not actor.get("names") or "country" not in actor:
            errors.append(f"actor without kind, names or country: {actor.get('key')}")
        if actor.get("country") is not None and not re.fullmatch("[A-Z]{3}|XKX", actor["country"]):
            errors.append(f"no such country: {actor['country']}")
        for sector in several(actor.get("sector")):
            if sector not in SECTORS:
                errors.append(f"no such sector: {sector}")
        if actor.get("kind") == "group" and not actor.get("sector"):
            errors.append(f"group without sector: {actor.get('key')}")
    for time in passage.get("times", []):
        if not place(text, time["span"]):
            errors.append(f"not in the text: {time['span']!r}")
        for value in several(time["value"]):
            if not DATE.match(value):
                errors.append(f"no date: {value}")
    for layer, (spans, checks, free) in LAYERS.items():
        for item in passage.get(layer, []):
            for field in NEEDED[layer]:
                if field not in item:
                    errors.append(f"{layer}: no {field}")
            if not item.get(spans):
                errors.append(f"{layer}: no {spans}")
            for words in item.get(spans, []):
                span = place(text, words)
                if not span:
                    errors.append(f"not in the text: {words!r}")
                elif item.get("kind") == "direct" and not {text[span[0] - 1:span[0]], text[span[1]:span[1] + 1]} <= set("\"“”'‘’"):
                    errors.append(f"direct without quotation marks around it: {words!r}")
            for field, allowed in checks.items():
                for value in several(item.get(field)):
                    if value not in (keys if allowed == "actor" else allowed):
                        errors.append(f"no such {field} ({layer}): {value}")
            if not re.fullmatch("[a-z-]+", item.get("mode", "any")):
                errors.append(f"no mode: {item['mode']}")
            for field in set(item) - set(checks) - free - {spans, "optional"}:
                errors.append(f"unknown field ({layer}): {field}")
    return errors


def main(paths):
    paths = [pathlib.Path(p) for p in paths] or sorted(pathlib.Path(__file__).parent.glob("*/*.jsonl"))
    seen, bad, counts = set(), 0, collections.defaultdict(collections.Counter)
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                passage = json.loads(line)
            except ValueError as error:
                print(f"{path}:{number}: {error}", file=sys.stderr)
                bad += 1
                continue
            for error in check(passage, seen):
                print(f"{path}:{number}: {passage.get('id')}: {error}", file=sys.stderr)
                bad += 1
            count = counts[passage.get("language")]
            count["passages"] += 1
            count["sentences"] += sentences(passage.get("text") or "")
            count["split " + str(passage.get("split"))] += 1
            count["author " + str(passage.get("author"))] += 1
            for layer in ("actors", "times", *LAYERS):
                count["layer " + layer] += len(passage.get(layer, []))
            if not passage.get("events"):
                count["passages without event"] += 1
            for layer, field in (("statements", "kind"), ("events", "type"), ("events", "status"),
                                 ("positions", "issue"), ("positions", "stance"), ("proposals", "status")):
                for item in passage.get(layer, []):  # the first of several right values
                    count[f"{layer[:-1]} {field} {several(item.get(field))[0]}"] += 1
    names = sorted(counts)
    print(f"{'':44}" + "".join(f"{n:>8}" for n in names))
    for row in sorted({r for n in names for r in counts[n]}):
        print(f"{row:44}" + "".join(f"{counts[n][row]:8}" for n in names))
    if bad:
        print(f"{bad} errors", file=sys.stderr)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
