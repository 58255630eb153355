# Training and measuring the models. Included by the Makefile; also `make -f training/targets.mk train`.
# Training needs Python with the packages of training/requirements.txt, building and running do not.
NOTULA_DATA ?= ../shared/data
RECORD ?= ../shared/record
SEEDS ?= ../shared/seeds
NOTULA ?= $(or $(CARGO_TARGET_DIR),target)/release/notula
OUT ?= out
PYTHON ?= python3
export NOTULA_DATA

# where `train-smoke` leaves what it makes
SMOKE = training/build/smoke

.PHONY: train train-smoke eval-models
train: ## Train the models from nothing, up to two hours (Python with training/requirements.txt, data beside the project)
	cargo run --release -p notula-training -- export
	cargo run --release -p notula-training -- wide
	$(PYTHON) training/network.py
	$(PYTHON) training/pack.py
	cargo run --release -p notula-training -- assemble
	$(MAKE) -f training/targets.mk eval-models

train-smoke: ## Go through all steps of the training with a tiny network; the weights in the program stay as they are
	mkdir -p $(SMOKE)
	cargo run --release -p notula-training -- export --out $(SMOKE)/corpora.bin
	cargo run --release -p notula-training -- wide --rounds 1 --out $(SMOKE)/wide.bin
	$(PYTHON) training/network.py --corpora $(SMOKE)/corpora.bin --out $(SMOKE)/network.npz --limit .02 --measured .05 \
	  --epochs 1 --vector 32 --hidden 16 --layers 2 --arc 16 --rel 16
	$(PYTHON) training/pack.py --corpora $(SMOKE)/corpora.bin --network $(SMOKE)/network.npz --out $(SMOKE)/network.bin
	cargo run --release -p notula-training -- assemble --network $(SMOKE)/network.bin --wide $(SMOKE)/wide.bin \
	  --out $(SMOKE)/notula.bin
	cargo run --release -p notula-training -- evaluate --weights $(SMOKE)/notula.bin

eval-models: ## Every figure wanted of the models and of the reader with them, beside what is wanted
	cargo build --release --locked -p notula -p notula-training
	cargo build --release --locked -p notula-reader --examples
	@python3 scripts/eval_models.py $(NOTULA) $(RECORD) $(SEEDS) $(NOTULA_DATA) $(OUT)
