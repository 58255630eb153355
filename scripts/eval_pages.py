#!/usr/bin/env python3
"""Measure page extraction on public benchmarks.

    NOTULA_PAGES=DIR scripts/eval_pages.py EXTRACT

DIR holds what is there of: `aeb` (scrapinghub/article-extraction-benchmark: html, ground-truth.json), `fundus`
(dobbersc/fundus-evaluation: dataset), `wcxb` (Murrough-Foley/web-content-extraction-benchmark: dev). EXTRACT is the
`extract` example of the page crate. Prints F1 by shingles of four words (aeb, fundus), by words (wcxb articles), and
dates, authors and titles where the benchmark has them. With --worst N, the N worst pages of each. Standard library only.
"""
import argparse, collections, itertools, json, os, pathlib, re, statistics, subprocess, sys

WORD = re.compile(r"\w+", re.UNICODE | re.MULTILINE | re.IGNORECASE | re.DOTALL)


def shingles(text, n=4):
    words = WORD.findall(text or "")
    rows = [tuple(words[i : i + n]) for i in range(0, max(1, len(words) - n + 1))] if words else []
    return collections.Counter(rows)


def counts(want, got):
    a, b = shingles(want), shingles(got)
    tp = sum((a & b).values())
    fp, fn = sum((b - a).values()), sum((a - b).values())
    total = tp + fp + fn
    return [x / total if total else 0.0 for x in (tp, fp, fn)]


def ratio(hit, miss, other):
    if miss == other == 0:
        return 1.0
    return hit / (hit + miss) if hit + miss else 0.0


def f1(tp, fp, fn):
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0


def variants(body):
    """The texts that fundus-evaluation takes for right: a paragraph in square brackets may stand or not. As there, where
    more than four may, all of them stand or none."""
    marked = [n for n, line in enumerate(body) if line[0] == "[" and line[-1] == "]"]
    some = itertools.chain.from_iterable(itertools.combinations(marked, k) for k in range(len(marked) + 1))
    for left_out in some if len(marked) <= 4 else [(), marked]:
        yield "\n".join(line[1:-1] if n in marked else line for n, line in enumerate(body) if n not in left_out)


def shingle_f1(pairs):
    """F1, precision, recall, and each page's; where several texts are right, the one that fits best counts."""
    texts = lambda want: [want] if isinstance(want, str) else want
    rows = [(max((counts(w, got) for w in texts(want)), key=lambda c: f1(*c)), key) for key, want, got in pairs]
    p = statistics.mean(ratio(tp, fp, fn) for (tp, fp, fn), _ in rows if tp + fp > 0)
    r = statistics.mean(ratio(tp, fn, fp) for (tp, fp, fn), _ in rows if tp + fn > 0)
    each = sorted((f1(tp, fp, fn), key, fp, fn) for (tp, fp, fn), key in rows)
    return 2 * p * r / (p + r), p, r, each


def word_f1(want, got):
    a, b = collections.Counter(WORD.findall((want or "").lower())), collections.Counter(WORD.findall((got or "").lower()))
    hit = sum((a & b).values())
    if not a and not b:
        return 1.0
    p, r = hit / max(1, sum(b.values())), hit / max(1, sum(a.values()))
    return 2 * p * r / (p + r) if p + r else 0.0


def fold(text):
    return " ".join(WORD.findall((text or "").lower()))


def run(tool, files):
    done = subprocess.run([tool, *map(str, files)], capture_output=True, text=True, check=True)
    print("   ", done.stderr.strip().splitlines()[-1])
    return {pathlib.Path(d["file"]).name.split(".")[0]: d for d in map(json.loads, done.stdout.rstrip("\n").split("\n"))}


PEER = """
import gzip, json, sys, time, trafilatura
busy = 0.0
for name in sys.argv[1:]:
    html = gzip.open(name).read()
    start = time.process_time()
    text = trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    busy += time.process_time() - start
    print(json.dumps({"file": name, "text": text}))
print(f"{len(sys.argv) - 1} pages, {(len(sys.argv) - 1) / busy:.1f} pages/s (trafilatura {trafilatura.__version__})", file=sys.stderr)
"""


def peer(python, files, pairs):
    """The same pages through trafilatura, in the Python environment that has it."""
    done = subprocess.run([python, "-c", PEER, *map(str, files)], capture_output=True, text=True, check=True)
    print("   ", done.stderr.strip().splitlines()[-1])
    got = {pathlib.Path(d["file"]).name.split(".")[0]: d["text"] for d in map(json.loads, done.stdout.splitlines())}
    f, p, r, _ = shingle_f1([(k, want, got.get(k)) for k, want in pairs])
    print(f"    F1 {f:.4f}  P {p:.4f}  R {r:.4f}  (trafilatura)")


def worst(each, n):
    for f, key, fp, fn in each[:n]:
        print(f"    {f:.3f} {key}  invented {fp:.2f} missed {fn:.2f}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("extract")
    ap.add_argument("--worst", type=int, default=0)
    ap.add_argument("--peer", help="a Python that has trafilatura: measure it in the same run")
    args = ap.parse_args()
    if not os.environ.get("NOTULA_PAGES"):
        sys.exit("NOTULA_PAGES names no folder of benchmarks")
    root = pathlib.Path(os.environ["NOTULA_PAGES"])
    if (root / "aeb").is_dir():
        print("AEB")
        gold = json.load(open(root / "aeb/ground-truth.json", encoding="utf-8"))
        got = run(args.extract, sorted((root / "aeb/html").glob("*.html.gz")))
        f, p, r, each = shingle_f1([(k, g["articleBody"], got.get(k, {}).get("text")) for k, g in gold.items()])
        print(f"    F1 {f:.4f}  P {p:.4f}  R {r:.4f}  over {len(each)}")
        worst(each, args.worst)
        if args.peer:
            peer(args.peer, sorted((root / "aeb/html").glob("*.html.gz")), [(k, g["articleBody"]) for k, g in gold.items()])
    if (root / "fundus").is_dir():
        print("fundus-evaluation")
        gold = json.load(open(root / "fundus/dataset/ground_truth.json", encoding="utf-8"))
        got = run(args.extract, sorted((root / "fundus/dataset/html").glob("*.html.gz")))
        body = lambda g: "\n".join(g["body"] if isinstance(g["body"], list) else [g["body"]]) if isinstance(g, dict) else "\n".join(g)
        f, p, r, each = shingle_f1([(k, body(g), got.get(k.split(".")[0], {}).get("text")) for k, g in gold.items()])
        print(f"    F1 {f:.4f}  P {p:.4f}  R {r:.4f}  over {len(each)}")
        worst(each, args.worst)
        if args.peer:
            files = sorted((root / "fundus/dataset/html").glob("*.html.gz"))
            peer(args.peer, files, [(k.split(".")[0], body(g)) for k, g in gold.items()])
    if (root / "wcxb").is_dir():
        print("WCXB dev, articles")
        golds = {}
        for path in sorted((root / "wcxb/dev/ground-truth").glob("*.json")):
            d = json.load(open(path, encoding="utf-8"))
            if d["_internal"]["page_type"]["primary"] == "article":
                golds[path.stem] = d["ground_truth"]
        got = run(args.extract, [root / f"wcxb/dev/html/{k}.html.gz" for k in golds])
        rows = sorted((word_f1(g.get("main_content"), got.get(k, {}).get("text")), k) for k, g in golds.items())
        print(f"    word F1 {statistics.mean(f for f, _ in rows):.4f}  over {len(rows)}")
        hits = collections.Counter()
        for k, g in golds.items():
            d = got.get(k, {})
            if g.get("publish_date"):
                hits["dates"] += 1
                hits["dates right"] += str(g["publish_date"])[:10] == (d.get("published") or "")
            if g.get("author"):
                hits["authors"] += 1
                names = lambda text: sorted(fold(x) for x in re.split(r",|;| and | & ", text) if fold(x))
                hits["authors right"] += names(g["author"]) == names(", ".join(d.get("authors") or []))
            if g.get("title"):
                hits["titles"] += 1
                hits["titles right"] += word_f1(g["title"], d.get("title")) >= 0.8
        for what in ("dates", "authors", "titles"):
            print(f"    {what} {hits[what + ' right'] / max(1, hits[what]):.4f}  over {hits[what]}")
        for f, k in rows[: args.worst]:
            print(f"    {f:.3f} {k}")


if __name__ == "__main__":
    main()
