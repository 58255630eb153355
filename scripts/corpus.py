#!/usr/bin/env python3
"""F1 of each layer on the train and dev passages of our own corpus, by author, which no rule was written for one by one.

    corpus.py NOTULA RECORD_FOLDER OUT_FOLDER [--verbose]

Rules are tuned on no passage of `calibration`, which is not read here. `--verbose` prints what the scorer tells of each
fact of dev.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "training" / "corpus"
SPLITS = ("train", "dev")


def score(scorer, files, records, *more):
    command = [sys.executable, scorer, *map(str, sorted(files)), "--records", str(records), *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("notula")
    ap.add_argument("record", type=pathlib.Path)
    ap.add_argument("out", type=pathlib.Path)
    ap.add_argument("--verbose", action="store_true")
    args = ap.parse_args()
    authors = sorted({path.stem for path in CORPUS.glob("*/*.jsonl")})
    folder, records = args.out / "corpus", args.out / "corpus.jsonl"
    shutil.rmtree(folder, ignore_errors=True)
    parts = {}
    for author in authors:
        for split in SPLITS:
            part = folder / f"{author}-{split}"
            subprocess.run([sys.executable, CORPUS / "to_gold.py", part, "--split", split, "--author", author],
                           check=True, stdout=subprocess.DEVNULL)
            parts[f"{author} {split}"] = list(part.glob("*.gold.json"))
    for split in SPLITS:
        parts[f"all {split}"] = [file for author in authors for file in parts[f"{author} {split}"]]
    parts["train+dev"] = [file for split in SPLITS for file in parts[f"all {split}"]]
    texts = sorted(folder.glob("*/*.txt"))
    with open(records, "wb") as out:
        subprocess.run([args.notula, "read", "--format", "jsonl", "--quiet", *texts], check=True, stdout=out)
    scorer = args.record / "score.py"
    if args.verbose:
        print(score(scorer, parts["all dev"], records, "--verbose"))
    columns = {name: json.loads(score(scorer, files, records, "--json")) for name, files in parts.items()}
    print(f"{'layer (F1)':26}" + "".join(f"{name:>11}" for name in columns))
    print(f"{'passages':26}" + "".join(f"{len(files):11}" for files in parts.values()))
    for layer in columns["train+dev"]:
        cells = (column[layer] for column in columns.values())
        print(f"{layer:26}" + "".join(f"{cell['f']:11.3f}" if cell["tp"] + cell["fn"] else f"{'–':>11}" for cell in cells))


if __name__ == "__main__":
    main()
