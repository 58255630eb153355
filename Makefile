# The commands of the house. `make demo` and `make test` need nothing but a Rust toolchain (rustup takes the pinned one).
.DELETE_ON_ERROR:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

# Development gold and data, where they stand beside the project.
RECORD ?= ../shared/record
SEEDS ?= ../shared/seeds
DATA ?= ../shared/data
NOTULA = $(or $(CARGO_TARGET_DIR),target)/release/notula
OUT = out
WEB = crates/server/web

.PHONY: help demo test test-onnx lint unit snapshots build web browser contract eval eval-story eval-pages outlets bench bench-store bench-server kill-test fuzz clean

help: ## Show this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

build: web ## Build the command with optimisation
	cargo build --release --locked -p notula

# The pages are built where npm is at hand; without them the server says how to get them.
web: ## Build the pages of the server, where they are older than their sources
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(WEB)/dist/index.html; \
	else echo 'npm is not installed: the pages of the server are not built'; fi

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json
	cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(wildcard $(addprefix $(WEB)/,*.json *.ts index.html public/* src/* src/*/*))
	cd $(WEB) && npm run --silent build
	@touch $@

demo: build ## Build, read the sample reports, show what was read
	@scripts/demo.sh $(NOTULA)

test: lint browser contract unit ## Every check and every test

lint: ## Formatting, lints, scripts
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	@if command -v python3 >/dev/null; then python3 -m py_compile $$(git ls-files '*.py'); fi
	@if command -v cargo-deny >/dev/null; then cargo deny --log-level error check bans licenses sources; fi

# The documentation's examples come first, so that the runner's own closing lines are the last.
unit: ## Unit, property, snapshot and command-line tests
	cargo test --workspace --locked --doc --quiet
	@if cargo nextest --version >/dev/null 2>&1; \
	then echo 'cargo nextest run --workspace --locked'; cargo nextest run --workspace --locked; \
	else echo 'cargo test --workspace --locked --all-targets'; cargo test --workspace --locked --lib --bins --tests; fi

test-onnx: ## Lints and tests of the feature onnx, which make test leaves out: its libraries take minutes to build
	cargo clippy -p notula-model -p notula --features notula-model/onnx,notula/onnx --all-targets --locked -- -D warnings
	cargo test -p notula-model -p notula --features notula-model/onnx,notula/onnx --locked --lib --test onnx

browser: web ## Test the pages in a real browser (needs npm and Chromium)
	@if ! command -v npm >/dev/null || ! command -v chromium >/dev/null; \
	then echo 'npm or Chromium is missing: the pages are not tested in a browser'; \
	else cargo build --locked -p notula-server --example rehearsal && npm --prefix $(WEB) test --silent; fi

# Runs where the Python named by NOTULA_PYTHON has schemathesis (tools/requirements.txt).
contract: web ## Ask the API what its description allows and forbids
	@if [ -z "$(NOTULA_PYTHON)" ] || ! [ -x "$$(dirname $(NOTULA_PYTHON))/schemathesis" ]; \
	then echo 'NOTULA_PYTHON has no schemathesis: the API is not held against its description'; \
	else cargo build --locked -p notula-server --example rehearsal && \
	scripts/contract.sh $(NOTULA_PYTHON) $(or $(CARGO_TARGET_DIR),target)/debug/examples/rehearsal; fi

snapshots: ## Rewrite the samples' snapshots and the README's excerpt after a wanted change of the reader; look at git diff afterwards
	cargo build --locked -p notula
	python3 scripts/readme.py $(or $(CARGO_TARGET_DIR),target)/debug/notula
	INSTA_UPDATE=always cargo test --locked -p notula --test samples

eval: build ## Score against the development gold, where it exists
	@scripts/eval.sh $(NOTULA) $(RECORD) $(SEEDS) $(DATA) $(OUT)

eval-story: build ## Measure stories, near-copies, merged events, conflicts and identities on our own set, and on the development gold where it exists
	cargo build --release --locked -p notula-story --example file
	@python3 scripts/eval_story.py $(NOTULA) $(or $(CARGO_TARGET_DIR),target)/release/examples/file crates/story/tests/set --gold $(RECORD)

eval-pages: ## Measure page extraction on the public benchmarks in the folder NOTULA_PAGES
	cargo build --release --locked -p notula-page --example extract
	@python3 scripts/eval_pages.py $(or $(CARGO_TARGET_DIR),target)/release/examples/extract

outlets: ## Print what is read out of our own pages with the structure of Indonesian outlets
	@cargo test --quiet --locked -p notula-page --test pages outlets -- --nocapture

calibrate: build ## Fit the table that turns scores into probabilities, after a change of the reader
	@scripts/calibrate.sh $(NOTULA) $(RECORD) $(SEEDS) $(OUT)

corpus: build ## Score against the train and dev passages of our own corpus, by author and split
	@python3 scripts/corpus.py $(NOTULA) $(RECORD) $(OUT)

bench: build ## Reports a second on one core, start-up time, peak memory of a long stream
	@python3 scripts/bench.py $(NOTULA) samples

# With NOTULA_STORE_LOAD=postgres://… the load goes there instead of into a file.
bench-store: ## Fill a store with STORE_REPORTS generated reports (default 1,000,000), print pace, size, memory and the times of questions
	cargo build --release --locked -p notula-store --example load
	@mkdir -p $(OUT); [ -n "$(NOTULA_STORE_LOAD)" ] || rm -f $(OUT)/load.db*
	$(or $(CARGO_TARGET_DIR),target)/release/examples/load $(or $(NOTULA_STORE_LOAD),$(OUT)/load.db)

bench-server: build ## Fill a store with STORE_REPORTS generated reports (default 100,000) where it is not there, and measure answers to 50 clients (BENCH_SECONDS, default 300) and pages in Chromium
	cargo build --release --locked -p notula-store --example load
	cargo build --release --locked -p notula-server --example clients
	@mkdir -p $(OUT)
	@[ -e $(OUT)/server.db ] || STORE_REPORTS=$(or $(STORE_REPORTS),100000) $(or $(CARGO_TARGET_DIR),target)/release/examples/load $(OUT)/server.db
	NOTULA=$(abspath $(NOTULA)) node $(WEB)/tests/speed.mjs $(abspath $(OUT)/server.db) $(abspath $(or $(CARGO_TARGET_DIR),target)/release/examples/clients) $(or $(BENCH_SECONDS),300)

kill-test: ## Kill notula add 200 times at any moment, on both kinds of store, and compare what is kept
	NOTULA_KILLS=200 cargo test --locked -p notula --test kill -- --nocapture

fuzz: ## Feed the reader, the page's extraction, archives and feeds with broken input (nightly toolchain and cargo-fuzz; FUZZ_SECONDS=n, default 60)
	@cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked
	mkdir -p fuzz/corpus/read fuzz/corpus/html fuzz/corpus/gather
	cargo +nightly fuzz run read fuzz/corpus/read fuzz/seeds samples -- -max_total_time=$(or $(FUZZ_SECONDS),60) -max_len=16384 -timeout=10
	cargo +nightly fuzz run html fuzz/corpus/html fuzz/seeds-html crates/page/tests/pages -- -max_total_time=$(or $(FUZZ_SECONDS),60) -max_len=65536 -timeout=10
	cargo +nightly fuzz run gather fuzz/corpus/gather fuzz/seeds-gather -- -max_total_time=$(or $(FUZZ_SECONDS),60) -max_len=16384 -timeout=10

clean: ## Remove what was built
	cargo clean
	rm -rf $(OUT)

-include training/targets.mk
