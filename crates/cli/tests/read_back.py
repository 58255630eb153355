"""Reads what `notula export` wrote with other programs' readers and checks that all of it is there.

Called by export.rs with the folder of the files; facts are compared with those of everything.jsonl. Packages:
tools/requirements.txt.
"""

import csv
import json
import sys
from pathlib import Path

import duckdb
import icalendar
import networkx
import openpyxl
from pyld import jsonld

FOLDER = Path(sys.argv[1])
POLECAT, GDELT = 40, 61
STATUS = {"occurred", "ongoing"}


def facts(kind):
    lines = (json.loads(line) for line in (FOLDER / "everything.jsonl").open(encoding="utf-8"))
    return [line for line in lines if line["fact"] == kind]


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: {found!r} instead of {expected!r}")


def tables():
    """Parquet by DuckDB, CSV by DuckDB and Python, Excel by openpyxl: the same ids in the same order, the same words."""
    for kind in ("event", "statement", "position", "proposal", "actor", "report"):
        expected = [fact["id"] for fact in facts(kind)]
        for name in (f"{kind}s.parquet", f"{kind}s.csv"):
            read = "read_parquet" if name.endswith("parquet") else "read_csv"
            rows = duckdb.sql(f"SELECT id FROM {read}('{FOLDER / name}')").fetchall()
            check(name, [row[0] for row in rows], expected)
    rows = duckdb.sql(f"SELECT id, type, status, confidence, independent, evidence FROM '{FOLDER / 'events.parquet'}'")
    for row, event in zip(rows.fetchall(), facts("event"), strict=True):
        check("event", row[1:3], (event["type"], event["status"]))
        check("confidence", abs(row[3] - event["confidence"]) <= 0.0006, True)
        check("independent", row[4], event["independent"])
        first = next((s for s in event["sources"] if s["independent"]), event["sources"][0])
        check("evidence", row[5], " … ".join(span["quote"] for span in first["evidence"]))
    book = openpyxl.load_workbook(FOLDER / "everything.xlsx", read_only=True)
    for kind in ("event", "statement", "position", "proposal", "actor", "report"):
        rows = list(book[f"{kind}s"].iter_rows(values_only=True))
        check(f"{kind}s in Excel", [row[0] for row in rows[1:]], [fact["id"] for fact in facts(kind)])


def coded():
    """Every row of POLECAT and GDELT has its columns, and says of no event more than is known."""
    known = {event["id"]: event for event in facts("event")}
    with (FOLDER / "polecat.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    check("columns of POLECAT", {len(row) for row in rows}, {POLECAT})
    if len(rows) < 2:
        sys.exit("polecat.tsv: no event")
    for row in rows[1:]:
        event = known[row[0].split("-")[0]]
        if event["status"] in STATUS:
            check(row[0], row[2], event["type"])
        else:
            check(row[0], event["status"], "planned")
            if event["type"] == "CONSULT":
                check(row[0], row[2], "AGREE")
    with (FOLDER / "gdelt.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    check("columns of GDELT", {len(row) for row in lines}, {GDELT})
    check("rows of GDELT", len(lines), len(rows) - 1)
    check("ids of GDELT", len({row[0] for row in lines}), len(lines))
    for row in lines:
        if not (row[1].isdigit() and len(row[1]) == 8 and row[27] == row[26][:3] and row[28] == row[26][:2]):
            sys.exit(f"gdelt.tsv: {row[:30]}")


def calendar():
    """Planned meetings with a day, each with the words that announce it."""
    entries = icalendar.Calendar.from_ical((FOLDER / "meetings.ics").read_bytes()).walk("VEVENT")
    known = {event["id"]: event for event in facts("event")}
    if not entries:
        sys.exit("meetings.ics: no meeting")
    for entry in entries:
        event = known[str(entry["UID"]).split("@")[0]]
        check(event["id"], (event["type"], event["status"]), ("CONSULT", "planned"))
        check(event["id"], entry.decoded("DTSTART").isoformat(), event["time"].split("/")[0].rstrip("~?"))
        quote = event["sources"][0]["evidence"][0]["quote"]
        if " ".join(quote.split()) not in " ".join(str(entry["DESCRIPTION"]).split()):
            sys.exit(f"meetings.ics: {event['id']} without its words")


def linked():
    """Expanded by a JSON-LD processor, every report, actor, statement and event is a node in schema.org's terms."""
    nodes = jsonld.expand(json.loads((FOLDER / "linked.jsonld").read_text(encoding="utf-8")))
    types = {}
    for node in nodes:
        types.setdefault(node["@type"][0].removeprefix("https://schema.org/"), []).append(node)
    check("articles", len(types["NewsArticle"]), len(facts("report")))
    check("nodes", len(nodes), sum(len(facts(kind)) for kind in ("report", "actor", "statement", "event")))
    direct = [fact for fact in facts("statement") if fact["kind"] == "direct"]
    check("quotations", len(types["Quotation"]), len(direct))
    shown = STATUS | {"planned"}
    check("events", len(types["Event"]), sum(event["status"] in shown for event in facts("event")))


def graph():
    """NetworkX reads the graph; every edge stands for an event that happened, goes on or is planned."""
    read = networkx.read_graphml(FOLDER / "actors.graphml", force_multigraph=True)
    if not read.edges:
        sys.exit("actors.graphml: no edge")
    names = {actor["id"]: actor["name"] for actor in facts("actor")}
    for node, data in read.nodes(data=True):
        check(node, data["label"], names[node])
    kinds = {event["type"] for event in facts("event")}
    for _, _, data in read.edges(data=True):
        if data["type"] not in kinds or data["weight"] < 1:
            sys.exit(f"actors.graphml: {data}")


for step in (tables, coded, calendar, linked, graph):
    step()
print("read back: tables, POLECAT, GDELT, calendar, JSON-LD, graph")
