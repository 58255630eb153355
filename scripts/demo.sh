#!/usr/bin/env bash
# Reads the sample reports and shows what was read: one report in full, then a line for each.
#   demo.sh NOTULA
set -euo pipefail
cd "$(dirname "$0")/.."
notula=$1

echo
echo "One report, as people read it (notula read samples/en-06-khartoum.txt):"
echo
"$notula" read --format text --quiet samples/en-06-khartoum.txt
echo
echo "Why is the first statement there (notula explain samples/en-06-khartoum.txt s1)?"
echo
"$notula" explain samples/en-06-khartoum.txt s1
echo "All samples (notula read --format jsonl samples/ > out/samples.jsonl):"
echo
mkdir -p out
"$notula" read --format jsonl --quiet samples/ >out/samples.jsonl
"$notula" read --format text --quiet samples/ >out/samples.txt
if command -v python3 >/dev/null; then
  python3 scripts/summary.py out/samples.jsonl
else
  wc -l out/samples.jsonl
fi
echo
echo "The records are in out/samples.jsonl, the same for people in out/samples.txt."

echo
store=out/samples.db
rm -f "$store" "$store"-wal "$store"-shm
"$notula" add --quiet --store "$store" samples/ >/dev/null
page='/?sample=en-06-khartoum'
# someone at a terminal gets the pages at once; elsewhere nothing waits
if [ -t 1 ] && [ -z "${CI:-}" ]; then
  echo "The same in the browser, with pages for processes, actors, places and sources (Ctrl-C ends it):"
  echo
  "$notula" serve --store "$store" --page "$page" || "$notula" serve --store "$store" --page "$page" --listen 127.0.0.1:0
else
  echo "The same in the browser: $notula serve --store $store"
  echo "then open http://127.0.0.1:8080$page"
fi
