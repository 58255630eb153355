#!/usr/bin/env python3
"""Checks the files of this folder against each other and prints what they hold.

    ./check.py            # says what is wrong, and ends with status 1 if anything is

Only the standard library is needed.
"""

import collections
import datetime
import itertools
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
COPY_KINDS = {
    "verbatim", "wire", "lightly-edited", "truncated", "retitled",
    "with-added-paragraph", "boilerplate-added", "update",
}
LOOKALIKE_KINDS = {"rewrite", "follow-up", "boilerplate", "template", "translation"}
ABOUT = {"date", "place", "participants", "outcome", "number", "occurrence", "manner"}
DAYS = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]
WORDS_MIN, WORDS_MAX, WORDS_MIN_TRUNCATED = 60, 220, 30
# Shares of the shorter text's runs of five words that stand in the other text.
# Two bulletins made from one template are held apart by their figures, not by their words.
COPY_AT_LEAST, SIBLING_AT_LEAST, OTHER_BELOW, TEMPLATE_BELOW = 0.65, 0.50, 0.55, 0.70

faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def table(name, columns):
    """Rows of a tab-separated file as dicts; the first line names the columns."""
    rows = []
    path = HERE / name
    if not path.exists():
        fault(name, "missing")
        return rows
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].split("\t") != columns:
        fault(f"{name}:1", f"columns should be {columns}")
        return rows
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(columns) or not all(cells):
            fault(f"{name}:{number}", f"{len(columns)} filled cells wanted")
            continue
        rows.append(dict(zip(columns, cells), where=f"{name}:{number}"))
    return rows


def day(text, where):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        fault(where, f"no date: {text}")
        return None


def shingles(text, size=5):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i:i + size]) for i in range(len(words) - size + 1)}


def containment(a, b):
    """Share of the smaller set that stands in the other."""
    small = min(len(a), len(b))
    return len(a & b) / small if small else 0.0


# Reports
reports = {}
for number, line in enumerate((HERE / "reports.jsonl").read_text(encoding="utf-8").splitlines(), 1):
    where = f"reports.jsonl:{number}"
    report = json.loads(line)
    if list(report) != ["id", "language", "title", "outlet", "url", "published", "text"]:
        fault(where, f"fields are {list(report)}")
    if report["id"] in reports:
        fault(where, f"id {report['id']} stands twice")
    reports[report["id"]] = report
    if report["language"] not in ("id", "en"):
        fault(where, f"language {report['language']}")
    if not re.fullmatch(r"https://[a-z0-9-]+\.example/\S+", report["url"]):
        fault(where, f"address {report['url']}")
    day(report["published"], where)
    if report["text"] != report["text"].strip() or "\n\n" in report["text"]:
        fault(where, "white space")


def known(where, *ids):
    missing = [i for i in ids if i not in reports]
    for i in missing:
        fault(where, f"no report {i}")
    return not missing


def quoted_once(where, report, quote):
    count = reports[report]["text"].count(quote) if report in reports else 0
    if count != 1:
        fault(where, f"quote stands {count} times in {report}: {quote!r}")


# Stories
story_of, process_of = {}, {}
for row in table("stories.tsv", ["report", "story", "process"]):
    known(row["where"], row["report"])
    if row["report"] in story_of:
        fault(row["where"], f"{row['report']} has two stories")
    story_of[row["report"]] = row["story"]
    if process_of.setdefault(row["story"], row["process"]) != row["process"]:
        fault(row["where"], f"story {row['story']} has two processes")
for i in reports:
    if i not in story_of:
        fault("stories.tsv", f"{i} has no story")

spans = {r["story"]: r for r in table("spans.tsv", ["story", "process", "happened", "first", "last", "what"])}
for story, process in process_of.items():
    if story not in spans:
        fault("spans.tsv", f"no story {story}")
    elif spans[story]["process"] != process:
        fault(spans[story]["where"], "another process in stories.tsv")
for story, row in spans.items():
    dates = [day(reports[i]["published"], i) for i, s in story_of.items() if s == story and i in reports]
    first, last = day(row["first"], row["where"]), day(row["last"], row["where"])
    happened = [day(d, row["where"]) for d in row["happened"].split("/")]
    if not dates:
        fault(row["where"], "no report")
        continue
    for date in dates:
        if not first <= date <= last:
            fault(row["where"], f"a report of {date} is outside")
    if (last - first).days > 7 or first < happened[0] or (first - happened[-1]).days > 7:
        fault(row["where"], "told long after it happened, or before")

# Copies and look-alikes
copies, updates = [], []
for row in table("copies.tsv", ["report", "original", "kind"]):
    if row["kind"] not in COPY_KINDS:
        fault(row["where"], f"kind {row['kind']}")
    if not known(row["where"], row["report"], row["original"]):
        continue
    copy, original = reports[row["report"]], reports[row["original"]]
    if row["kind"] == "update":
        updates.append((row["report"], row["original"]))
        if copy["url"] != original["url"]:
            fault(row["where"], "an update keeps its address")
    else:
        copies.append((row["report"], row["original"], row["kind"]))
        if copy["url"] == original["url"]:
            fault(row["where"], "a copy has an address of its own")
    if copy["language"] != original["language"] or copy["published"] < original["published"]:
        fault(row["where"], "language or date")
    if story_of.get(row["report"]) != story_of.get(row["original"]):
        fault(row["where"], "a copy belongs to the story of its original")

# A pair of copies of one original is a pair of copies too.
root = {i: i for i in reports}


def find(i):
    while root[i] != i:
        i = root[i]
    return i


for copy, original, _ in copies:
    root[find(copy)] = find(original)
versions = dict(root)
for new, old in updates:
    versions[find(new)] = find(old)


def version_root(i):
    i = find(i)
    while versions[i] != i:
        i = versions[i]
    return i


copy_of = {c for c, _, _ in copies}
truncated = {c for c, _, k in copies if k == "truncated"}
for i, report in reports.items():
    words = len(report["text"].split())
    low = WORDS_MIN_TRUNCATED if i in truncated else WORDS_MIN
    high = WORDS_MAX + (60 if i in copy_of else 0)
    if not low <= words <= high:
        fault(i, f"{words} words")
addresses = collections.defaultdict(list)
for i, report in reports.items():
    addresses[report["url"]].append(i)
for url, ids in addresses.items():
    if len({version_root(i) for i in ids}) > 1 or (len(ids) > 1 and not any(set(u) <= set(ids) for u in updates)):
        fault(url, f"address of {ids}")

lookalikes = table("lookalikes.tsv", ["report", "other", "kind"])
templates = {frozenset((find(r["report"]), find(r["other"]))) for r in lookalikes
             if r["kind"] == "template" and r["report"] in reports and r["other"] in reports}

runs = {i: shingles(r["text"]) for i, r in reports.items()}
direct = {frozenset((c, o)) for c, o, _ in copies}
lowest = {True: (1.0, ()), False: (1.0, ())}
highest = {False: (0.0, ()), True: (0.0, ())}
for a, b in itertools.combinations(reports, 2):
    share = containment(runs[a], runs[b])
    if find(a) == find(b):
        listed = frozenset((a, b)) in direct
        lowest[listed] = min(lowest[listed], (share, (a, b)))
        if share < (COPY_AT_LEAST if listed else SIBLING_AT_LEAST):
            fault("copies.tsv", f"{a} and {b} share only {share:.2f}")
    elif version_root(a) != version_root(b):
        template = frozenset((find(a), find(b))) in templates
        highest[template] = max(highest[template], (share, (a, b)))
        if share >= (TEMPLATE_BELOW if template else OTHER_BELOW):
            fault("copies.tsv", f"{a} and {b} share {share:.2f} and are no copies")

for row in lookalikes:
    if row["kind"] not in LOOKALIKE_KINDS:
        fault(row["where"], f"kind {row['kind']}")
    if known(row["where"], row["report"], row["other"]) and find(row["report"]) == find(row["other"]):
        fault(row["where"], "is a pair of copies")

# Weekdays with a date, as Indonesian outlets write them: "Rabu (4/3)"
for i, report in reports.items():
    year = int(report["published"][:4])
    for name, d, m in re.findall(r"(\w+) \((\d{1,2})/(\d{1,2})(?:/\d{4})?\)", report["text"]):
        if name.lower() in DAYS and datetime.date(year, int(m), int(d)).weekday() != DAYS.index(name.lower()):
            fault(i, f"{name} ({d}/{m}) is no such day")

# Events
told = collections.defaultdict(list)
for row in table("events.tsv", ["report", "event", "quote"]):
    if known(row["where"], row["report"]):
        quoted_once(row["where"], row["report"], row["quote"])
        told[row["event"]].append(row["report"])
for event, ids in told.items():
    if len(set(ids)) < 2:
        fault("events.tsv", f"{event} is told in one report only")
independent = sum(1 for ids in told.values() if len({version_root(i) for i in ids}) > 1)
bilingual = sum(1 for ids in told.values() if len({reports[i]["language"] for i in ids}) > 1)
for event, ids in told.items():
    if len({version_root(i) for i in ids}) < 2:
        fault("events.tsv", f"{event} is told in copies only")

# Plans and what became of them
plans = table("plans.tsv", ["plan", "became"])
for row in plans:
    for event in {row["plan"], row["became"]} - {"-"}:
        if event not in told:
            fault(row["where"], f"no event {event}")

# Conflicts
conflicts = table(
    "conflicts.tsv",
    ["conflict", "event", "about", "verdict", "report_a", "quote_a", "report_b", "quote_b", "note"],
)
verdicts = collections.defaultdict(set)
for row in conflicts:
    verdicts[row["verdict"]].add(row["conflict"])
    if row["about"] not in ABOUT or row["verdict"] not in ("conflict", "none"):
        fault(row["where"], "about or verdict")
    if row["report_a"] == row["report_b"]:
        fault(row["where"], "two reports wanted")
    if known(row["where"], row["report_a"], row["report_b"]):
        quoted_once(row["where"], row["report_a"], row["quote_a"])
        quoted_once(row["where"], row["report_b"], row["quote_b"])
        if row["event"] == "-":
            if row["verdict"] == "conflict":
                fault(row["where"], "a conflict is about one event")
        else:
            for side in ("report_a", "report_b"):
                if row[side] not in told[row["event"]]:
                    fault(row["where"], f"{row[side]} does not tell {row['event']}")

# Actors
actors = table("actors.tsv", ["form", "identity", "kind", "country"]) if (HERE / "actors.tsv").exists() else []
identity_of, forms_of, kind_of = {}, collections.defaultdict(set), {}
everything = "\n".join(r["title"] + "\n" + r["text"] for r in reports.values())
for row in actors:
    if identity_of.setdefault(row["form"], row["identity"]) != row["identity"]:
        fault(row["where"], f"{row['form']} has two identities")
    if row["form"] in forms_of[row["identity"]]:
        fault(row["where"], f"{row['form']} stands twice")
    forms_of[row["identity"]].add(row["form"])
    if kind_of.setdefault(row["identity"], (row["kind"], row["country"])) != (row["kind"], row["country"]):
        fault(row["where"], "another kind or country before")
    if row["kind"] not in ("person", "state", "organisation", "group"):
        fault(row["where"], f"kind {row['kind']}")
    if not re.search(rf"(?<!\w){re.escape(row['form'])}(?!\w)", everything):
        fault(row["where"], f"{row['form']} stands in no report")

languages = collections.Counter(r["language"] for r in reports.values())
sizes = collections.Counter(story_of.values())
print(f"reports    {len(reports)}: {languages['id']} Indonesian, {languages['en']} English; "
      f"{len(reports) - len(copy_of) - len(updates)} written, {len(copy_of)} copies, {len(updates)} updates")
print(f"stories    {len(sizes)} in {len(set(process_of.values()))} processes; {sum(n == 1 for n in sizes.values())} of one report")
print(f"copies     {dict(collections.Counter(k for _, _, k in copies))}")
print(f"           least like {lowest[True][0]:.2f} {lowest[True][1]}; two copies of one original "
      f"{lowest[False][0]:.2f} {lowest[False][1]}; no copies, most like "
      f"{highest[False][0]:.2f} {highest[False][1]}; of one template {highest[True][0]:.2f} {highest[True][1]}")
print(f"lookalikes {dict(collections.Counter(r['kind'] for r in lookalikes))}")
print(f"events     {len(told)} told in several reports, {bilingual} in both languages, {independent} independently; "
      f"{sum(map(len, told.values()))} quotes")
print(f"plans      {len(plans)}, {sum(r['became'] == '-' for r in plans)} of them open")
print(f"conflicts  {len(verdicts['conflict'])} real, {len(verdicts['none'])} that only look like it; {len(conflicts)} pairs")
if actors:
    several = sum(len(forms) > 1 for forms in forms_of.values())
    print(f"actors     {len(forms_of)} identities, {several} under several forms; {len(actors)} forms")
for line in faults:
    print(line, file=sys.stderr)
if faults:
    sys.exit(f"{len(faults)} faults")
