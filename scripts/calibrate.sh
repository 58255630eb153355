#!/usr/bin/env bash
# Fits crates/reader/data/calibration.tsv on the development gold and on the calibration passages of our own corpus.
#   calibrate.sh NOTULA RECORD_FOLDER SEEDS_FOLDER OUT_FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
notula=$1 record=$2 seeds=$3 out=$4
passages=$out/calibration
rm -rf "$passages"
mkdir -p "$out"
python3 training/corpus/to_gold.py "$passages" --split calibration
"$notula" read --raw-scores --format jsonl --quiet "$record"/gold/*.txt "$seeds"/*.txt >"$out/raw-gold.jsonl"
"$notula" read --raw-scores --format jsonl --quiet "$passages"/*.txt >"$out/raw-passages.jsonl"
join() { local IFS=,; echo "$*"; }
python3 scripts/calibrate.py "$record/score.py" crates/reader/data/calibration.tsv \
  "$out/raw-gold.jsonl=$(join "$record"/gold/*.gold.json)" "$out/raw-passages.jsonl=$(join "$passages"/*.gold.json)"
