"""Rounds a trained network to eight bits and writes it in the order in which `crates/model` reads it."""

import argparse
import struct

import network
import numpy as np

DOMAINS = ["id", "id-wiki", "en", "en-gum", "id-any", "en-any"]


class Writer:
    def __init__(self):
        self.parts = []

    def count(self, *numbers):
        self.parts.append(struct.pack(f"<{len(numbers)}I", *numbers))

    def integers(self, numbers):
        self.parts.append(np.asarray(numbers).astype("<i4").tobytes())

    def reals(self, numbers):
        self.parts.append(np.asarray(numbers).astype("<f4").tobytes())

    def matrix(self, weights, bias):
        """`weights` has a column for each output; each gets its own scale."""
        columns = weights.T
        scales = np.maximum(np.abs(columns).max(1), 1e-9) / 127
        self.count(*columns.shape)
        self.parts.append(np.round(columns / scales[:, None]).clip(-127, 127).astype("i1").tobytes())
        self.reals(scales)
        self.reals(bias)


def inflections(corpora):
    """For each domain 0 for the inflections that occur in its language's treebanks, a low score for others."""
    counts = np.zeros((2, network.CLASSES))
    for sentence in network.read_corpora(corpora):
        if sentence["set"] == 0 and "classes" in sentence:
            counts[int(sentence["domain"] >= 2)] += np.bincount(sentence["classes"], minlength=network.CLASSES)
    closed = np.where(counts >= 20, 0.0, -1000.0)
    return closed[[0, 0, 1, 1, 0, 1]]


def pack(p, corpora):
    w = Writer()
    rows = p["rows"]
    sizes = np.abs(rows[np.abs(rows).max(1) > 0])
    step = np.quantile(sizes, 0.9999) / 127
    cut = np.round(rows / step).clip(-127, 127)
    print("vector step", step, "mean error", float(np.abs(cut * step - rows).mean()), "mean size", float(sizes.mean()))
    w.count(*rows.shape)
    w.parts.append(cut.astype("i1").tobytes())
    w.reals([step])
    w.count(len(DOMAINS))
    for name in DOMAINS:
        w.count(len(name))
        w.parts.append(name.encode())
    w.integers(np.round(p["domains"] / step))
    w.reals(inflections(corpora))
    layers = sum(1 for name in p if name[0] == "w" and name[1:].isdigit())
    w.count(layers)
    for layer in range(layers):
        v, b, m = p[f"v{layer}"], p[f"b{layer}"], p[f"w{layer}"]
        d = v.shape[1]
        w.count(d)
        bias = np.zeros(m.shape[1], np.float32)
        bias[d : 2 * d], bias[2 * d : 3 * d] = b[0], b[1]
        w.matrix(m, bias)
        w.reals(v[0])
        w.reals(v[1])
    names = ["names", "upos", "classes"]
    zero = np.zeros(p["rel_d"].shape[1], np.float32)
    w.matrix(
        np.concatenate([p[f"{n}_w"] for n in names] + [p["dep_w"], p["head_w"], p["rel_d"], p["rel_h"]], 1),
        np.concatenate([p[f"{n}_b"] for n in names] + [p["dep_b"], p["head_b"], p["rel_b"], zero]),
    )
    w.reals(p["steps"])
    arc, near = p["dep_w"].shape[1], len(p["near"]) // 2
    w.count(arc, p["rel_d"].shape[1], near)
    w.matrix(p["arc_u"], p["arc_h"])
    w.reals(np.concatenate([p["root"], p["root_bias"]]))
    w.reals(p["near"])
    w.reals(p["rel_root"])
    w.matrix(p["rel_w"], p["rel_o"])
    return b"".join(w.parts)


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("--corpora", default="training/build/corpora.bin")
    a.add_argument("--network", nargs="+", default=["training/build/network.npz"], help="several are averaged")
    a.add_argument("--out", default="training/build/network.bin")
    a = a.parse_args()
    with open(a.out, "wb") as file:
        networks = [dict(np.load(path)) for path in a.network]
        mean = {name: np.mean([network[name] for network in networks], 0) for name in networks[0]}
        file.write(pack(mean, a.corpora))
