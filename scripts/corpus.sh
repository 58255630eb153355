#!/usr/bin/env bash
# Scores the reader against the train and dev passages of our own corpus, which no rule was written for one by one.
#   corpus.sh NOTULA RECORD_FOLDER OUT_FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
notula=$1 record=$2 out=$3
for split in train dev; do
  passages=$out/corpus-$split
  rm -rf "$passages"
  python3 training/corpus/to_gold.py "$passages" --split "$split"
  "$notula" read --format jsonl --quiet "$passages"/*.txt >"$out/corpus-$split.jsonl"
  python3 "$record/score.py" "$passages"/*.gold.json --records "$out/corpus-$split.jsonl"
  echo
done
