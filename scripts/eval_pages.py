#!/usr/bin/env python3
"""Measure page extraction on public benchmarks, beside others.

    NOTULA_PAGES=DIR scripts/eval_pages.py EXTRACT [--worst N] [--half dev|check]

DIR holds what is there of: `aeb` (scrapinghub/article-extraction-benchmark: html, ground-truth.json), `fundus`
(dobbersc/fundus-evaluation: dataset), `wcxb` (Murrough-Foley/web-content-extraction-benchmark: dev). EXTRACT is the
`extract` example of the page crate. Prints F1 by shingles of four words (aeb, fundus), by words (wcxb articles), and
dates, authors and titles where the benchmark has them; pages a second on one core, the slowest page, the most memory.

In the same run, where they are there: trafilatura (in the Python that NOTULA_TRAFILATURA names, else in this one) and
dom_smoothie (the binary that NOTULA_DOM_SMOOTHIE names; `tools/dom-smoothie` builds it), with the ratios. --worst N lists
the N worst pages; --half takes a fixed half of the pages, one to work on and one to check. Standard library only.
"""
import argparse, collections, hashlib, itertools, json, os, pathlib, re, statistics, subprocess, sys

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


TRAFILATURA = """
import gzip, json, resource, sys, time, trafilatura
busy = worst = 0.0
for name in sys.argv[1:]:
    html = gzip.open(name).read()
    start = time.process_time()
    page = trafilatura.bare_extraction(html, include_comments=False, include_tables=True, with_metadata=True)
    took = time.process_time() - start
    busy, worst = busy + took, max(worst, took)
    page = page.as_dict() if page else {}
    author = page.get("author")
    print(json.dumps({"file": name, "text": page.get("text") or "", "title": page.get("title"),
                      "authors": [author] if author else [], "published": page.get("date")}))
pages, memory = len(sys.argv) - 1, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{pages} pages, {pages / busy:.1f} pages/s, worst {worst:.3f} s, {memory} MB at most", file=sys.stderr)
"""
COST = re.compile(r"([\d.]+) pages/s, worst ([\d.]+) s(?:, (\d+) MB)?")


def tools(extract):
    """Name and command of each that is there, ours first."""
    yield "notula", [extract]
    python = os.environ.get("NOTULA_TRAFILATURA") or sys.executable
    asked = subprocess.run([python, "-c", "import trafilatura; print(trafilatura.__version__)"], capture_output=True, text=True)
    if asked.returncode == 0:
        yield f"trafilatura {asked.stdout.strip()}", [python, "-c", TRAFILATURA]
    smoothie = os.environ.get("NOTULA_DOM_SMOOTHIE")
    if smoothie:
        yield "dom_smoothie", [smoothie]


def run(command, files):
    """What a tool reads out of the pages, by the file's name, and pages a second, slowest page and memory."""
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    speed, worst, memory = COST.search(done.stderr).groups()
    rows = map(json.loads, done.stdout.rstrip("\n").split("\n"))
    return {pathlib.Path(d["file"]).name.split(".")[0]: d for d in rows}, (float(speed), float(worst), int(memory or 0))


def half_of(key):
    return "check" if hashlib.md5(key.encode()).digest()[0] & 1 else "dev"


def by_shingles(gold, got):
    f, p, r, each = shingle_f1([(k, want, got.get(k, {}).get("text")) for k, want in gold.items()])
    return f"F1 {f:.4f}  P {p:.4f}  R {r:.4f}", [(f, f"{k}  invented {fp:.2f} missed {fn:.2f}") for f, k, fp, fn in each]


def by_words(gold, got):
    rows = sorted((word_f1(g.get("main_content"), got.get(k, {}).get("text")), k) for k, g in gold.items())
    names = lambda text: sorted(fold(x) for x in re.split(r",|;| and | & ", text or "") if fold(x))
    right = {
        "publish_date": lambda g, d: str(g)[:10] == (d.get("published") or ""),
        "author": lambda g, d: names(g) == names(", ".join(d.get("authors") or [])),
        "title": lambda g, d: word_f1(g, d.get("title")) >= 0.8,
    }
    told = f"word F1 {statistics.mean(f for f, _ in rows):.4f}"
    for what, fits in right.items():
        hits = [fits(g[what], got.get(k, {})) for k, g in gold.items() if g.get(what)]
        told += f"  {what.removeprefix('publish_')}s {statistics.mean(hits):.4f}"
    return told, rows


def benchmarks(root):
    """Name, pages, what is right, and how it is scored, of each benchmark that is there."""
    if (root / "aeb").is_dir():
        gold = json.load(open(root / "aeb/ground-truth.json", encoding="utf-8"))
        gold = {k: g["articleBody"] for k, g in gold.items()}
        yield "AEB", lambda k: root / f"aeb/html/{k}.html.gz", gold, by_shingles
    if (root / "fundus").is_dir():
        gold = json.load(open(root / "fundus/dataset/ground_truth.json", encoding="utf-8"))
        gold = {k.split(".")[0]: list(variants(g["body"])) for k, g in gold.items()}
        yield "fundus-evaluation", lambda k: root / f"fundus/dataset/html/{k}.html.gz", gold, by_shingles
    if (root / "wcxb").is_dir():
        gold = {}
        for path in sorted((root / "wcxb/dev/ground-truth").glob("*.json")):
            d = json.load(open(path, encoding="utf-8"))
            if d["_internal"]["page_type"]["primary"] == "article":
                gold[path.stem] = d["ground_truth"]
        yield "WCXB dev, articles", lambda k: root / f"wcxb/dev/html/{k}.html.gz", gold, by_words


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("extract")
    ap.add_argument("--worst", type=int, default=0)
    ap.add_argument("--half", choices=["dev", "check"])
    args = ap.parse_args()
    if not os.environ.get("NOTULA_PAGES"):
        sys.exit("NOTULA_PAGES names no folder of benchmarks")
    there = list(tools(args.extract))
    for name, file, gold, score in benchmarks(pathlib.Path(os.environ["NOTULA_PAGES"])):
        gold = {k: g for k, g in gold.items() if args.half in (None, half_of(k))}
        print(f"{name}, {len(gold)} pages")
        own = None
        for tool, command in there:
            got, (speed, slowest, memory) = run(command, map(file, gold))
            told, rows = score(gold, got)
            own = own or (speed, memory)
            ratio = "" if own == (speed, memory) else f"  (ours {own[0] / speed:.1f} times as fast, {own[1] / max(1, memory):.2f} of the memory)"
            print(f"    {tool:18} {told}\n{'':22} {speed:.1f} pages/s, worst {slowest:.3f} s, {memory} MB{ratio}")
            if tool == "notula":
                print(*(f"{'':22} {f:.3f} {key}" for f, key in rows[: args.worst]), sep="\n", end="\n" if args.worst else "")


if __name__ == "__main__":
    main()
