#!/usr/bin/env python3
"""Speed and memory of the command.

    bench.py NOTULA SAMPLES_FOLDER [--reports N]

Prints reports a second of one core's time (reading included; a busy machine does not falsify it) over N reports of 2 to 3 KB made of the samples, start-up
time, and peak memory of streams of N and of N/10 reports, which must not differ by more than the noise.
Exits with 1 when a promised figure is missed.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

# Promised: reports a second on one core, seconds to start, megabytes at the peak.
AT_LEAST, START, PEAK = 400, 0.100, 250


def run(command, **more):
    """Seconds of wall clock and of processor, peak memory in MB."""
    before = time.perf_counter()
    process = subprocess.Popen(command, **more)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - before
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command} failed with {status}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def samples(folder):
    """Texts of at least 2.2 KB: each sample with as many paragraphs of the next one as that takes."""
    reports = [path.read_bytes().decode("utf-8", errors="replace") for path in sorted(pathlib.Path(folder).glob("*.txt"))]
    for n, text in enumerate(reports):
        more = iter(reports[(n + 1) % len(reports)].split("\n\n"))
        while len(text.encode()) < 2200 and (paragraph := next(more, None)):
            text += "\n\n" + paragraph
        yield text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notula")
    parser.add_argument("samples")
    parser.add_argument("--reports", type=int, default=20000)
    args = parser.parse_args()
    texts = list(samples(args.samples))
    if not texts:
        sys.exit(f"no sample in {args.samples}")
    missed = []

    def figure(name, value, promise, ok):
        print(f"{name:48}{value:>12}   promised {promise}")
        if not ok:
            missed.append(name)

    with tempfile.TemporaryDirectory() as folder:
        def stream(count):
            path = pathlib.Path(folder, f"{count}.jsonl")
            with open(path, "w", encoding="utf-8") as out:
                for n in range(count):
                    out.write(json.dumps({"text": texts[n % len(texts)], "url": f"https://example.org/{n}"}) + "\n")
            return path

        long, short = stream(args.reports), stream(max(args.reports // 10, 1))
        size = long.stat().st_size / args.reports / 1024
        tiny = pathlib.Path(folder, "tiny.txt")
        tiny.write_text("The two sides met in Geneva on Monday, the ministry said.\n")
        read = [args.notula, "read", "--quiet", "--format", "jsonl"]
        quiet = {"stdout": subprocess.DEVNULL}

        starts = [run([*read, "--jobs", "1", str(tiny)], **quiet)[0] for _ in range(15)]
        start = statistics.median(starts)
        figure("start-up and one sentence, median of 15", f"{start * 1000:.1f} ms", f"< {START * 1000:.0f} ms", start < START)
        wall, cpu, peak = run([*read, "--jobs", "1", str(long)], **quiet)
        speed = args.reports / cpu
        figure(f"a second of one core, {args.reports} reports of {size:.1f} KB", f"{speed:.0f}/s", f"≥ {AT_LEAST}/s", speed >= AT_LEAST)
        print(f"{'  by the clock, with what else is running':48}{args.reports / wall:>10.0f}/s")
        _, _, less = run([*read, "--jobs", "1", str(short)], **quiet)
        steady = peak < PEAK and peak < less * 1.25 + 8
        figure("peak memory, and with a tenth of the reports", f"{peak:.0f}, {less:.0f} MB", f"< {PEAK} MB, the same", steady)
        cores = os.cpu_count() or 1
        wall, _, peak = run([*read, "--jobs", str(cores), str(long)], **quiet)
        print(f"{f'{cores} jobs, by the clock':48}{args.reports / wall:>10.0f}/s")
        print(f"{f'  peak memory':48}{peak:>9.0f} MB")
    if missed:
        sys.exit("missed: " + ", ".join(missed))


if __name__ == "__main__":
    main()
