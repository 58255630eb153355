#!/usr/bin/env python3
"""Writes the program's real output into README.md, between its markers.

    readme.py NOTULA

The excerpt is what `notula read samples/id-01-jenewa.txt` prints, cut to a few facts of each part; what is left out is
marked with an ellipsis. `--check` changes nothing and fails when the excerpt is not what the program prints.
"""
import pathlib
import re
import subprocess
import sys

SAMPLE = "samples/id-01-jenewa.txt"
ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- excerpt:begin -->", "<!-- excerpt:end -->"
# facts that are shown of each part
SHOWN = {"People and parties": 6, "Timeline": 4, "Statements": 4, "Positions": 3, "Proposals": 2, "Relations": 2}


def facts(lines):
    """The lines of each fact: a fact begins at an indent of two."""
    out = []
    for line in lines:
        if re.match(r"  \S", line):
            out.append([])
        out[-1].append(line)
    return out


def excerpt(text):
    head, *parts = text.rstrip("\n").split("\n\n")
    out = [head]
    for part in parts:
        title, *lines = part.split("\n")
        every = facts(lines)
        kept = every[: SHOWN.get(title, 0)]
        body = [line for fact in kept for line in fact]
        out.append("\n".join([title, *body, *(["  …"] if len(kept) < len(every) else [])]))
    return "\n\n".join(out)


def main():
    command = [sys.argv[1], "read", "--format", "text", "--color", "never", "--today", "2026-07-01", SAMPLE]
    shown = subprocess.run(command, cwd=ROOT, env={"COLUMNS": "100"}, check=True, capture_output=True, text=True).stdout
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    new = f"{text[:start]}\n```text\n{excerpt(shown)}\n```\n{text[end:]}"
    if "--check" in sys.argv:
        sys.exit(0 if new == text else "the excerpt in README.md is not what the program prints; run make snapshots")
    readme.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
