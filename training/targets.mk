# Training and measuring the models. Included by the Makefile; also `make -f training/targets.mk train`.
# Training needs Python with the packages of training/requirements.txt, building and running do not.
NOTULA_DATA ?= ../shared/data
PYTHON ?= python3
export NOTULA_DATA

.PHONY: train eval-models
train:
	cargo run --release -p notula-training -- export
	cargo run --release -p notula-training -- wide
	$(PYTHON) training/network.py
	$(PYTHON) training/pack.py
	cargo run --release -p notula-training -- assemble
	$(MAKE) -f training/targets.mk eval-models

eval-models:
	cargo run --release -p notula-training -- evaluate
	cargo run --release -p notula-training -- speed
