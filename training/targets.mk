# Training and measuring the models. Included by the Makefile; also `make -f training/targets.mk train`.
NOTULA_DATA ?= ../shared/data
export NOTULA_DATA

.PHONY: train eval-models
train:
	cargo run --release -p notula-training -- train-linear

eval-models:
	cargo run --release -p notula-training -- evaluate
	cargo run --release -p notula-training -- speed
