#!/usr/bin/env python3
"""Measure what is decided across reports.

    eval_story.py NOTULA FILE SET [--gold RECORD_FOLDER] [--half tune|test] [--verbose]

NOTULA is the command, FILE the example `file` of notula-story, SET the folder with our own set of reports
(crates/story/tests/set). RECORD_FOLDER holds the development gold with `gold/story.json` and `score.py`, where it exists.
Prints one line per measure. Every second story of the set (by name) was used for tuning; the other half is the test.
"""
import argparse
import collections
import csv
import importlib.util
import itertools
import json
import pathlib
import re
import subprocess
import sys


def ratio(tp, fp, fn):
    p = tp / (tp + fp) if tp + fp else 1.0
    r = tp / (tp + fn) if tp + fn else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def row(name, p, r, f, note=""):
    print(f"  {name:34} P {p:.3f}  R {r:.3f}  F1 {f:.3f}  {note}")


def bcubed(gold, found):
    """BCubed precision, recall and F1 (Bagga and Baldwin 1998) of two labellings of the same items."""
    items = sorted(gold)
    if not items:
        return 1.0, 1.0, 1.0
    p = r = 0.0
    by_gold, by_found = collections.defaultdict(set), collections.defaultdict(set)
    for item in items:
        by_gold[gold[item]].add(item)
        by_found[found[item]].add(item)
    for item in items:
        both = len(by_gold[gold[item]] & by_found[found[item]])
        p += both / len(by_found[found[item]])
        r += both / len(by_gold[gold[item]])
    p, r = p / len(items), r / len(items)
    return p, r, 2 * p * r / (p + r)


def pairs(groups):
    return {tuple(sorted(pair)) for group in groups for pair in itertools.combinations(sorted(set(group)), 2)}


def decide(file, records):
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    done = subprocess.run([file], input=lines, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def by_day(record):
    return (record["document"].get("published") or {}).get("value") or "9999", record["document"]["source"]


# --- development gold ---------------------------------------------------------------------------------------------

MIX = ["mix_en1", "mix_en2", "mix_en3", "mix_en4", "mix_id1", "mix_id2", "mix_id3", "mix_id4"]


def first(value):
    return value[0] if isinstance(value, list) else value


def gold_record(gold, raw, read):
    """A record that says what the gold says. Lengths of time, which the gold leaves out, are taken from the reading."""
    text, moved = "", []
    for start, end in gold["body"]:
        moved.append((start, end, len(text)))
        text += raw[start:end] + "\n"

    def span(s):
        at = next((to + s[0] - start for start, end, to in moved if start <= s[0] < end), None)
        if at is None:
            return None
        quote = raw[s[0]:s[1]]
        return {"start": at, "end": at + len(quote), "quote": quote}

    def spans(all_of):
        return [s for s in map(span, all_of) if s]

    names = {actor["key"]: f"a{n}" for n, actor in enumerate(gold["actors"], 1)}
    paragraphs, at = [], 0
    for line in text.split("\n"):
        if line:
            paragraphs.append([at, at + len(line)])
        at += len(line) + 1
    places = {}
    for event in gold["events"]:
        if event.get("place"):
            places.setdefault(first(event["place"]), f"p{len(places) + 1}")
    times = [{"id": f"t{n}", "value": first(t["value"]), "type": "date", "span": span(t["span"]), "confidence": 1.0}
             for n, t in enumerate(gold.get("times", []), 1) if span(t["span"]) and not str(first(t["value"])).startswith("P")]
    for time in read["times"]:
        at = text.find(time["span"]["quote"])
        if time["type"] == "duration" and at >= 0:
            times.append(dict(time, id=f"t{len(times) + 1}",
                              span={"start": at, "end": at + len(time["span"]["quote"]), "quote": time["span"]["quote"]}))
    return {
        "schema": "notula.record/1",
        "document": dict(read["document"], text=text, paragraphs=paragraphs, source_map=[], dropped=[],
                         published={"value": first(gold["published"]), "basis": "metadata", "confidence": 1.0}),
        "actors": [{"id": names[a["key"]], "name": first(a["names"]), "kind": a["kind"], "country": a.get("country"),
                    "sector": first(a.get("sector")) or "GOV", "role": None, "role_of": None, "ref": None,
                    "confidence": 1.0,
                    "mentions": [{"start": text.find(n), "end": text.find(n) + len(n), "quote": n, "form": "name"}
                                 for n in a["names"] if n in text]} for a in gold["actors"]],
        "places": [{"id": key, "name": name, "country": None, "lat": None, "lon": None, "ref": None, "mentions": [],
                    "confidence": 1.0} for name, key in places.items()],
        "times": times,
        "statements": [{"id": f"s{n}", "speaker": names.get(first(s["speaker"])), "addressee": [], "kind": s["kind"],
                        "content": spans(s["content"]), "cue": None, "via": s.get("via"), "time": None, "place": None,
                        "confidence": 1.0} for n, s in enumerate(gold["statements"], 1)],
        "events": [{"id": f"e{n}", "type": first(e["type"]), "mode": None, "contexts": [],
                    "initiators": [names[a] for a in e["initiators"]], "recipients": [names[a] for a in e["recipients"]],
                    "place": places.get(first(e["place"])) if e.get("place") else None, "time": first(e.get("time")),
                    "status": first(e["status"]), "statement": None, "cameo": None, "quad": "", "confidence": 1.0,
                    "evidence": spans(e["evidence"])} for n, e in enumerate(gold["events"], 1)],
        "positions": [{"id": f"o{n}", "actor": names[first(o["actor"])], "issue": first(o["issue"]),
                       "stance": first(o["stance"]), "toward": None, "condition": None, "statement": None,
                       "evidence": spans(o["evidence"]), "confidence": 1.0} for n, o in enumerate(gold["positions"], 1)],
        "proposals": [{"id": f"r{n}", "label": raw[slice(*r["evidence"][0])], "status": first(r["status"]),
                       "proposers": [names[a] for a in r["proposers"]], "addressees": [names[a] for a in r["addressees"]],
                       "issues": ["process.plan"], "evidence": spans(r["evidence"]), "confidence": 1.0}
                      for n, r in enumerate(gold["proposals"], 1)],
        "relations": [],
    }


def mix(folder, notula, file, verbose):
    gold_folder = pathlib.Path(folder) / "gold"
    story = json.loads((gold_folder / "story.json").read_text())
    spec = importlib.util.spec_from_file_location("score", pathlib.Path(folder) / "score.py")
    score = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(score)
    texts = [str(gold_folder / f"{name}.txt") for name in MIX]
    done = subprocess.run([notula, "read", "--format", "jsonl", "--quiet", *texts], capture_output=True, text=True, check=True)
    read = {}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        read[pathlib.Path(record["document"]["source"]).stem] = record
    golds = {name: json.loads((gold_folder / f"{name}.gold.json").read_text()) for name in MIX}
    raws = {name: (gold_folder / f"{name}.txt").read_text() for name in MIX}
    same = pairs([tuple(map(tuple, group)) for group in story["same_meeting"]])
    for title, records in (("gold records", [gold_record(golds[n], raws[n], read[n]) for n in MIX]),
                           ("records as read", [read[n] for n in MIX])):
        print(f"Development gold, {title}")
        out = decide(file, sorted(records, key=by_day))
        name_of = {r["id"]: pathlib.Path(r["source"]).stem for r in out["reports"]}
        at = {}
        for record in records:
            name = pathlib.Path(record["document"]["source"]).stem
            if title == "gold records":
                at.update({(name, f"e{n + 1}"): (name, n) for n in range(len(golds[name]["events"]))})
                continue
            rec = score.Record(record, raws[name])
            scored = []
            for n, g in enumerate(golds[name]["events"]):
                for e in record["events"]:
                    near = score.overlap(g["evidence"], rec.spans(e["evidence"]))
                    kinds = g["type"] if isinstance(g["type"], list) else [g["type"]]
                    if near >= 0.3 and e["type"] in kinds:
                        scored.append((-near, n, e["id"]))
            used = set()
            for _, n, local in sorted(scored):
                if n not in used and (name, local) not in at:
                    used.add(n)
                    at[(name, local)] = (name, n)
        found = pairs([[at[(name_of[report], local)] for report, local in event["tellings"]
                        if (name_of[report], local) in at] for event in out["events"]])
        matched = set(at.values())
        readable = {pair for pair in same if all(item in matched for item in pair)}
        row("same event, pairs", *ratio(len(found & same), len(found - same), len(same - found)),
            f"{len(readable)} of {len(same)} pairs have both events read")
        copies = pairs([[name_of[r["id"]] for r in group] for group in families(out)])
        wanted = pairs(story["near_copies"])
        row("near copies, pairs", *ratio(len(copies & wanted), len(copies - wanted), len(wanted - copies)))
        for number, conflict in enumerate(out["conflicts"]):
            values = "; ".join(f"{v['value']} ({', '.join(name_of[s['report']] for s in v['sources'])})"
                               for v in conflict["values"])
            print(f"  conflict {conflict['about']}: {values}")
        if verbose:
            for pair in sorted(found - same):
                print("    wrong  ", pair)
            for pair in sorted(same - found):
                print("    missed ", pair, "" if pair in readable else "(not read)")


def families(out):
    groups = collections.defaultdict(list)
    for report in out["reports"]:
        groups[report["copy_of"] or report["id"]].append(report)
    return groups.values()


# --- our own set ----------------------------------------------------------------------------------------------------

def table(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ABOUT = {"date": "date", "place": "place", "participants": "parties", "outcome": "outcome", "occurrence": "outcome",
         "number": "number"}


def own(folder, notula, file, half, verbose, keep):
    folder = pathlib.Path(folder)
    reports = [json.loads(line) for line in (folder / "reports.jsonl").read_text().splitlines()]
    done = subprocess.run([notula, "read", "--format", "jsonl", "--quiet", str(folder / "reports.jsonl")],
                          capture_output=True, text=True, check=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    if len(records) != len(reports):
        sys.exit(f"{len(reports)} reports, {len(records)} records")
    ids = {}
    for report, record in zip(reports, records):
        record["document"]["source"] = report["id"]
        ids[report["id"]] = record
    out = decide(file, sorted(records, key=by_day))
    if keep:
        pathlib.Path(keep).write_text(json.dumps(out, ensure_ascii=False, indent=1))
    name_of = {r["id"]: r["source"] for r in out["reports"]}
    found = {name_of[r["id"]]: r for r in out["reports"]}
    story = {r["report"]: r["story"] for r in table(folder, "stories.tsv")}
    process = {r["report"]: r["process"] for r in table(folder, "stories.tsv")}
    names = sorted(set(story.values()))
    tuned = set(names[::2])
    halves = {"tune": tuned, "test": set(names) - tuned}
    print(f"Our own set: {len(reports)} reports, {len(names)} stories; filed in {out['seconds']:.2f} s")
    for name in ("tune", "test"):
        if half and name != half:
            continue
        mine = {r for r in story if story[r] in halves[name]}
        print(f"half {name!r}: {len(halves[name])} stories, {len(mine)} reports")
        row("stories, BCubed", *bcubed({r: story[r] for r in mine}, {r: found[r]["story"] for r in mine}))
        in_process = {r for r in mine if process[r] != "-"}
        row("processes, BCubed", *bcubed({r: process[r] for r in in_process}, {r: found[r]["process"] for r in in_process}))
        copies(folder, out, name_of, mine, verbose)
        read = events(folder, out, name_of, ids, mine, verbose)
        conflicts(folder, out, name_of, mine, read, verbose)
        identities(folder, out, name_of, ids, mine)
        if verbose:
            groups = collections.defaultdict(list)
            for r in sorted(mine):
                groups[story[r]].append((found[r]["story"], r))
            for s, members in sorted(groups.items()):
                if len({t for t, _ in members}) > 1:
                    print("    split  ", s, members)
            back = collections.defaultdict(set)
            for r in story:
                back[found[r]["story"]].add(story[r])
            for t, stories in sorted(back.items()):
                if len(stories) > 1 and stories & halves[name]:
                    print("    joined ", t, sorted((s, [r for r in story if story[r] == s and found[r]["story"] == t]) for s in stories))


def copies(folder, out, name_of, mine, verbose):
    original, loose = {}, set()
    for r in table(folder, "copies.tsv"):
        if r["kind"] == "update":
            loose |= {r["report"], r["original"]}
            loose.add((r["report"], r["original"]))
        original[r["report"]] = r["original"]

    def root(report):
        while report in original:
            report = original[report]
        return report

    updates = {pair[0] for pair in loose if isinstance(pair, tuple)}
    groups = collections.defaultdict(list)
    every = {name_of[r["id"]] for r in out["reports"]}
    for report in every:
        groups[root(report)].append(report)

    def through_update(a, b):
        chain = set()
        for x in (a, b):
            while x in original:
                if x in updates:
                    chain.add(x)
                x = original[x]
        return bool(chain)

    def fits(pair):
        return pair[0] in mine and pair[1] in mine

    wanted = {p for p in pairs(groups.values()) if fits(p) and not through_update(*p)}
    got = {p for p in pairs([[name_of[r["id"]] for r in group] for group in families(out)])
           if fits(p) and not (root(p[0]) == root(p[1]) and through_update(*p))}
    row("near copies, pairs", *ratio(len(got & wanted), len(got - wanted), len(wanted - got)), f"{len(wanted)} pairs")
    said = {name_of[r["id"]]: name_of.get(r["copy_of"]) for r in out["reports"]}
    right = [r for r in original if r in mine and r not in updates]
    hits = sum(said[r] == root(r) for r in right)
    print(f"  {'original named':34} {hits} of {len(right)}")
    if verbose:
        for pair in sorted(got - wanted):
            print("    no copy", pair)
        for pair in sorted(wanted - got):
            print("    missed ", pair)


def events(folder, out, name_of, ids, mine, verbose):
    merged = {}
    for event in out["events"]:
        for report, local in event["tellings"]:
            merged[(name_of[report], local)] = event["id"]
    gold, found, missing = {}, {}, 0
    label = {}
    for r in table(folder, "events.tsv"):
        if r["report"] not in mine:
            continue
        record = ids[r["report"]]
        text = re.sub(r"\s+", " ", record["document"]["text"])
        best = (0.0, None)
        quote = r["quote"]
        start = record["document"]["text"].find(quote)
        for event in record["events"]:
            for span in event["evidence"]:
                common = max(0, min(span["end"], start + len(quote)) - max(span["start"], start)) if start >= 0 else 0
                share = common / max(1, min(len(quote), span["end"] - span["start"]))
                if share > best[0]:
                    best = (share, event["id"])
        if best[0] < 0.3:
            missing += 1
            continue
        item = (r["report"], best[1])
        gold.setdefault(item, set()).add(r["event"])
        found[item] = merged.get(item, item)
        label[item] = quote
    # an event that the reader takes for two of the gold's counts for neither
    gold = {item: next(iter(events)) for item, events in gold.items() if len(events) == 1}
    same, got = collections.defaultdict(list), collections.defaultdict(list)
    for item, event in gold.items():
        same[event].append(item)
        got[found[item]].append(item)
    same, got = pairs(same.values()), pairs(got.values())
    # a plan may become one event with what came of it
    became = {tuple(sorted((r["plan"], r["became"]))) for r in table(folder, "plans.tsv")}
    got = {p for p in got if tuple(sorted((gold[p[0]], gold[p[1]]))) not in became}
    row("same event, pairs of read ones", *ratio(len(got & same), len(got - same), len(same - got)),
        f"{missing} quotes are not read as events")
    linked = {}
    for event in out["events"]:
        linked[event["id"]] = {event["id"], event["fulfilled_by"], event["fulfils"]}
    told = collections.defaultdict(set)
    for item, event in gold.items():
        told[event].add(found[item])
    plans = [r for r in table(folder, "plans.tsv") if told[r["plan"]] and r["became"] != "-" and told[r["became"]]]
    kept = sum(any(told[r["became"]] & linked.get(e, set()) for e in told[r["plan"]]) for r in plans)
    open_plans = [r for r in table(folder, "plans.tsv") if told[r["plan"]] and r["became"] == "-"]
    closed = sum(any(linked.get(e, {e}) - {e, None} for e in told[r["plan"]]) for r in open_plans)
    print(f"  {'plans':34} {kept} of {len(plans)} matched with what came of them, {closed} of {len(open_plans)} open ones matched")
    if verbose:
        for a, b in sorted(got - same):
            print("    wrong  ", gold[a], a, label[a][:70], "|", gold[b], b, label[b][:70])
        for a, b in sorted(same - got)[:60]:
            print("    apart  ", gold[a], a, label[a][:60], "|", b, label[b][:60])
    return {(report, event) for (report, _), event in gold.items()}


def conflicts(folder, out, name_of, mine, read, verbose):
    rows = [r for r in table(folder, "conflicts.tsv") if r["report_a"] in mine and r["report_b"] in mine]
    shown = []
    for conflict in out["conflicts"]:
        sides = [{name_of[s["report"]] for s in v["sources"]} for v in conflict["values"]]
        shown.append((conflict, sides))

    def hit(r, conflict, sides):
        if ABOUT.get(r["about"], "?") != conflict["about"]:
            return False
        return any(r["report_a"] in a and r["report_b"] in b for a in sides for b in sides if a is not b)

    real = {r["conflict"] for r in rows if r["verdict"] == "conflict"}
    found = {r["conflict"] for r in rows if r["verdict"] == "conflict" and any(hit(r, *s) for s in shown)}
    fooled = {r["conflict"] for r in rows if r["verdict"] == "none" and any(hit(r, *s) for s in shown)}
    listed = [s for s in shown if any(hit(r, *s) for r in rows if r["verdict"] == "conflict")]
    others = [s for s in shown if s not in listed and set().union(*s[1]) <= mine]
    # sources can only be compared where the event is read in both reports
    open_to_us = {r["conflict"] for r in rows if r["verdict"] == "conflict"
                  and {(r["report_a"], r["event"]), (r["report_b"], r["event"])} <= read}
    print(f"  {'conflicts':34} {len(found)} of {len(real)} shown ({len(open_to_us)} with the event read in both reports), "
          f"{len(fooled)} look-alikes taken for conflicts, "
          f"{len(others)} others shown")
    if verbose:
        for conflict, sides in listed + others:
            print("    shown  " if (conflict, sides) in listed else "    other  ", conflict["about"], conflict["event"],
                  [(v["value"], sorted(s)) for v, s in zip(conflict["values"], sides)])
        for r in rows:
            if r["conflict"] in real - found:
                seen = "told twice" if r["conflict"] in open_to_us else "not read  "
                print("    missed ", seen, r["conflict"], r["about"], r["report_a"], r["quote_a"][:60], "|", r["report_b"], r["quote_b"][:60])


def identities(folder, out, name_of, ids, mine):
    forms = {r["form"]: r["identity"] for r in table(folder, "actors.tsv")}
    gold, found = {}, {}
    for report, local, actor in out["links"]:
        name = name_of[report]
        if name not in mine:
            continue
        record = next(a for a in ids[name]["actors"] if a["id"] == local)
        told = {forms[m["quote"]] for m in record["mentions"] if m["form"] == "name" and m["quote"] in forms}
        if len(told) == 1:
            gold[(name, local)], found[(name, local)] = told.pop(), actor
    row("identities, BCubed", *bcubed(gold, found), f"{len(gold)} actors of reports")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("notula")
    options.add_argument("file")
    options.add_argument("set")
    options.add_argument("--gold")
    options.add_argument("--half", choices=["tune", "test"])
    options.add_argument("--verbose", action="store_true")
    options.add_argument("--keep", help="write what was decided on our own set to this file")
    given = options.parse_args()
    if given.gold and (pathlib.Path(given.gold) / "gold" / "story.json").exists():
        mix(given.gold, given.notula, given.file, given.verbose)
    else:
        print("There is no development gold: only our own set is measured.")
    own(given.set, given.notula, given.file, given.half, given.verbose, given.keep)


if __name__ == "__main__":
    main()
