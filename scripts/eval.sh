#!/usr/bin/env bash
# Scores the reader against development gold.
#   eval.sh NOTULA RECORD_FOLDER SEEDS_FOLDER DATA_FOLDER OUT_FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
notula=$1 record=$2 seeds=$3 data=$4 out=$5
mkdir -p "$out"

if [ -d "$record/gold" ] && [ -d "$seeds" ]; then
  "$notula" read --format jsonl --quiet "$record"/gold/*.txt "$seeds"/*.txt >"$out/gold.jsonl"
  echo "All development gold"
  python3 "$record/score.py" "$record"/gold/*.gold.json --records "$out/gold.jsonl"
  echo
  echo "The seed alone"
  python3 "$record/score.py" "$record"/gold/seed.gold.json --records "$out/gold.jsonl"
  echo
  echo "By language"
  for language in id en; do
    echo "- $language"
    mapfile -t files < <(python3 scripts/by_language.py "$language" "$record"/gold/*.gold.json)
    python3 "$record/score.py" "${files[@]}" --records "$out/gold.jsonl"
  done
  echo
  python3 scripts/reliability.py "$record/score.py" "$out/gold.jsonl" "$record"/gold/*.gold.json
else
  echo "There is no development gold in $record: nothing to score against."
fi

# measurements of single layers on public data: example, folder of its data
while read -r name folder; do
  if [ -f "crates/reader/examples/$name.rs" ] && [ -e "$data/$folder" ]; then
    echo
    echo "$folder ($name)"
    cargo run --quiet --release --locked -p notula-reader --example "$name" -- "$data/$folder"
  fi
done <<'EOF'
eval_dates dates
eval_quotes quotes/en-polnear-dev
EOF
