#!/usr/bin/env python3
"""Write passages of the corpus as gold files that `score.py` reads.

    to_gold.py DIR [--split dev] [--language en] [--author a] [FILE.jsonl …]

Writes DIR/ID.txt, DIR/ID.json (the side file with the date of publication) and DIR/ID.gold.json for every passage
that is chosen; the default files are every */*.jsonl beside this script. Then

    notula read --format jsonl DIR/*.txt > records.jsonl
    score.py DIR/*.gold.json --records records.jsonl
"""
import argparse, json, pathlib, sys

from check import place, several

SPANS = {"statements": "content", "events": "evidence", "positions": "evidence", "proposals": "evidence"}


def gold(passage):
    """One passage in the form of a gold file: spans as [start, end] in code points of the text."""
    text = passage["text"]
    out = {"text": passage["id"] + ".txt", "language": passage["language"], "published": passage["published"],
           "body": [[0, len(text)]], "actors": passage["actors"],
           "times": [dict(t, span=place(text, t["span"]), value=several(t["value"])) for t in passage.get("times", [])]}
    for layer, field in SPANS.items():
        out[layer] = [dict(item, **{field: [place(text, words) for words in item[field]]}) for item in passage.get(layer, [])]
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("dir", type=pathlib.Path)
    ap.add_argument("files", nargs="*", type=pathlib.Path)
    ap.add_argument("--split")
    ap.add_argument("--language")
    ap.add_argument("--author")
    args = ap.parse_args()
    args.dir.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in args.files or sorted(pathlib.Path(__file__).parent.glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            if any(want and passage[field] != want for field, want in
                   (("split", args.split), ("language", args.language), ("author", args.author))):
                continue
            stem = args.dir / passage["id"]
            stem.with_suffix(".txt").write_text(passage["text"], encoding="utf-8")
            stem.with_suffix(".json").write_text(json.dumps({"published": passage["published"]}), encoding="utf-8")
            stem.with_suffix(".gold.json").write_text(json.dumps(gold(passage), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            written += 1
    print(f"{written} passages in {args.dir}")
    sys.exit(0 if written else 1)


if __name__ == "__main__":
    main()
