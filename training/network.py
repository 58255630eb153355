"""Trains the network: vectors of word pieces, bidirectional simple recurrent layers (SRU, Lei et al. 2018),
heads for parts of speech, names (CRF), grammar (biaffine, Dozat & Manning 2017) and inflection.

Reads the numbers written by `notula-training export`, writes the weights as a .npz file.
"""

import argparse
import functools
import json
import os
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np

PIECES = 30
ROWS = 1 << 16
UPOS, NAMES, OTHER, CLASSES, RELATIONS = 17, 7, 17, 10, 47
DEV = ["", "idner", "nergrit", "ewt", "csui", "gsd", "gum"]
BUCKETS = [8, 14, 20, 26, 34, 46, 64, 100, 260]
NEAR = 16  # distances beyond this count as one


def read_corpora(path):
    """Sentences as dictionaries of arrays; sets by number, 0 is training."""
    data = np.fromfile(path, dtype="<i4")
    sentences, at = [], 0
    while at < len(data):
        n, domain, layers, which, variant = data[at : at + 5]
        at += 5
        s = {"n": int(n), "domain": int(domain), "set": int(which)}

        def take(count):
            nonlocal at
            part = data[at : at + count]
            at += count
            return part

        s["rows"] = take(n * PIECES).reshape(n, PIECES)
        for bit, names in ((1, ["upos"]), (2, ["names"]), (4, ["heads", "relations"]), (8, ["other"]), (16, ["classes"])):
            if layers & bit:
                for name in names:
                    s[name] = take(n)
        if variant:
            sentences[-1].setdefault("variants", []).append(s)
        else:
            sentences.append(s)
    return sentences


LAYERS = ["upos", "names", "heads", "relations", "other", "classes"]


def batch_of(sentences, length, size):
    """Padded arrays of one batch; unknown layers and padding are -1."""
    b = {name: np.full((size, length), -1, np.int32) for name in LAYERS}
    b["rows"] = np.zeros((size, length, PIECES), np.int32)
    b["mask"] = np.zeros((size, length), np.float32)
    b["domain"] = np.zeros(size, np.int32)
    for i, s in enumerate(sentences):
        n = s["n"]
        b["rows"][i, :n] = s["rows"]
        b["mask"][i, :n] = 1
        b["domain"][i] = s["domain"]
        for name in LAYERS:
            if name in s:
                b[name][i, :n] = s[name]
    return b


def bucket_of(n):
    return next((length for length in BUCKETS if n <= length), None)


def batches_of(sentences, tokens, rng):
    """Batches of like length, in random order."""
    groups = {}
    for s in sentences:
        length = bucket_of(s["n"])
        if length is not None:
            groups.setdefault(length, []).append(s)
    plans = []
    for length, group in groups.items():
        size = max(1, tokens // length)
        if rng is not None:
            rng.shuffle(group)
        for start in range(0, len(group), size):
            plans.append((length, size, group[start : start + size]))
    if rng is not None:
        rng.shuffle(plans)
    return plans


def init(rng, c):
    d = 2 * c.hidden

    def dense(a, b):
        return (rng.standard_normal((a, b)) * np.sqrt(1.0 / a)).astype(np.float32)

    p = {"domains": np.zeros((6, c.vector), np.float32)}
    for layer in range(c.layers):
        inputs = c.vector if layer == 0 else d
        width = 3 if inputs == d else 4
        p[f"w{layer}"] = dense(inputs, width * d) * np.sqrt(3.0)
        p[f"v{layer}"] = (rng.standard_normal((2, d)) * 0.1).astype(np.float32)
        bias = np.zeros((2, d), np.float32)
        bias[0] += 1.0
        p[f"b{layer}"] = bias
    for name, size in (("upos", UPOS), ("names", NAMES), ("other", OTHER), ("classes", CLASSES)):
        p[f"{name}_w"] = dense(d, size)
        p[f"{name}_b"] = np.zeros(size, np.float32)
    p["steps"] = np.zeros((NAMES + 1, NAMES), np.float32)
    p["dep_w"], p["dep_b"] = dense(d, c.arc), np.zeros(c.arc, np.float32)
    p["head_w"], p["head_b"] = dense(d, c.arc), np.zeros(c.arc, np.float32)
    p["arc_u"] = dense(c.arc, c.arc) * 0.5
    p["arc_h"] = np.zeros(c.arc, np.float32)
    p["root"] = np.zeros(c.arc, np.float32)
    p["root_bias"] = np.zeros(1, np.float32)
    p["near"] = np.zeros(2 * NEAR + 1, np.float32)
    p["rel_d"], p["rel_h"] = dense(d, c.rel), dense(d, c.rel)
    p["rel_root"], p["rel_b"] = np.zeros(c.rel, np.float32), np.zeros(c.rel, np.float32)
    p["rel_w"], p["rel_o"] = dense(c.rel, RELATIONS), np.zeros(RELATIONS, np.float32)
    return {k: jnp.asarray(v) for k, v in p.items()}


def sru(x, w, v, b, mask, d):
    """One bidirectional layer; the first half of the width runs forward, the second backward."""
    h = d // 2
    z = x @ w
    c0, f0, r0 = z[..., :d], z[..., d : 2 * d] + b[0], z[..., 2 * d : 3 * d] + b[1]
    skip = x if w.shape[1] == 3 * d else z[..., 3 * d :]
    m = mask[..., None]

    def turn(a):
        return jnp.concatenate([a[..., :h], a[:, ::-1, h:]], -1)

    c0, f0, r0 = turn(c0 * m), turn(f0), turn(r0)

    def step(c, inputs):
        c_in, f_in, r_in = inputs
        f = jax.nn.sigmoid(f_in + v[0] * c)
        r = jax.nn.sigmoid(r_in + v[1] * c)
        c = f * c + (1 - f) * c_in
        return c, (c, r)

    swap = lambda a: jnp.swapaxes(a, 0, 1)
    start = jnp.zeros((x.shape[0], d), x.dtype)
    _, (c, r) = jax.lax.scan(step, start, (swap(c0), swap(f0), swap(r0)), unroll=2)
    c, r = turn(swap(c)), turn(swap(r))
    return (r * c + (1 - r) * skip) * m


def encode(p, rows, batch, c, keys):
    d = 2 * c.hidden
    x = rows[batch["inv"]]
    if keys is not None:
        size = batch["inv"].shape
        whole = jax.random.bernoulli(keys[0], 1 - c.word_dropout, (*size[:2], 1))
        other = jax.random.bernoulli(keys[1], 1 - c.piece_dropout, (*size[:2], PIECES - 2))
        keep = jnp.concatenate([jnp.repeat(whole, 2, -1), other], -1)
        x = x * keep[..., None]
    x = x.sum(2) + p["domains"][batch["domain"]][:, None]

    def drop(x, key, rate):
        if keys is None or rate == 0:
            return x
        keep = jax.random.bernoulli(key, 1 - rate, (x.shape[0], 1, x.shape[2]))
        return x * keep / (1 - rate)

    x = drop(x, keys[2] if keys is not None else None, c.dropout)
    for layer in range(c.layers):
        x = sru(x, p[f"w{layer}"], p[f"v{layer}"], p[f"b{layer}"], batch["mask"], d)
        x = drop(x, keys[3 + layer] if keys is not None else None, c.dropout)
    return x


def arcs(p, x, mask, drop=lambda a, k: a):
    """Scores [batch, dependent, head]; the diagonal is the score of being the root."""
    n = x.shape[1]
    dep = drop(jax.nn.relu(x @ p["dep_w"] + p["dep_b"]), 0)
    head = drop(jax.nn.relu(x @ p["head_w"] + p["head_b"]), 1)
    left = dep @ p["arc_u"] + p["arc_h"]
    s = jnp.einsum("bia,bja->bij", left, head)
    at = jnp.arange(n)
    s = s + p["near"][jnp.clip(at[None, :] - at[:, None], -NEAR, NEAR) + NEAR]
    root = left @ p["root"] + p["root_bias"]
    s = jnp.where(jnp.eye(n, dtype=bool)[None], root[:, :, None], s)
    return jnp.where(mask[:, None, :] > 0, s, -1e9)


def relations(p, x, heads, drop=lambda a, k: a):
    """Scores of the relations for given heads (own index: root)."""
    n = x.shape[1]
    d, h = x @ p["rel_d"], x @ p["rel_h"]
    picked = jnp.take_along_axis(h, heads[..., None], 1)
    picked = jnp.where((heads == jnp.arange(n))[..., None], p["rel_root"], picked)
    return drop(jax.nn.relu(d + picked + p["rel_b"]), 2) @ p["rel_w"] + p["rel_o"]


def cross_entropy(scores, gold):
    known = gold >= 0
    logp = jax.nn.log_softmax(scores)
    picked = jnp.take_along_axis(logp, jnp.maximum(gold, 0)[..., None], -1)[..., 0]
    return -(picked * known).sum(), known.sum()


def crf_loss(p, scores, gold, mask):
    """Negative log-likelihood of the gold tag sequences, for the sentences that have names."""
    known = (gold[:, 0] >= 0).astype(scores.dtype)
    tags = jnp.maximum(gold, 0)
    first = p["steps"][NAMES] + scores[:, 0]

    def step(a, inputs):
        s, m = inputs
        new = jax.nn.logsumexp(a[:, :, None] + p["steps"][:NAMES][None], 1) + s
        return jnp.where(m[:, None] > 0, new, a), None

    swap = lambda a: jnp.swapaxes(a, 0, 1)
    last, _ = jax.lax.scan(step, first, (swap(scores)[1:], swap(mask)[1:]))
    total = jax.nn.logsumexp(last, -1)
    picked = (jnp.take_along_axis(scores, tags[..., None], -1)[..., 0] * mask).sum(1)
    moves = (p["steps"][tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum(1) + p["steps"][NAMES][tags[:, 0]]
    return ((total - picked - moves) * known).sum(), (mask * known[:, None]).sum()


def loss(p, rows, batch, c, key):
    keys = jax.random.split(key, 12)
    x = encode(p, rows, batch, c, keys)

    def drop(a, k):
        keep = jax.random.bernoulli(keys[8 + k], 1 - c.dropout, (a.shape[0], 1, a.shape[2]))
        return a * keep / (1 - c.dropout)

    parts = []
    for name in ("upos", "other", "classes"):
        parts.append(cross_entropy(x @ p[f"{name}_w"] + p[f"{name}_b"], batch[name]))
    parts.append(crf_loss(p, x @ p["names_w"] + p["names_b"], batch["names"], batch["mask"]))
    parts.append(cross_entropy(arcs(p, x, batch["mask"], drop), batch["heads"]))
    parts.append(cross_entropy(relations(p, x, jnp.maximum(batch["heads"], 0), drop), batch["relations"]))
    weights = jnp.array([1.0, 0.5, 0.5, 2.0, 1.0, 1.0])
    sums = jnp.stack([s for s, _ in parts])
    tokens = batch["mask"].sum()
    return (sums * weights).sum() / tokens, jnp.stack([s / jnp.maximum(n, 1) for s, n in parts])


@functools.partial(jax.jit, static_argnames=("c",), donate_argnums=(0, 1))
def train_step(state, table, unique, batch, c, key, rate):
    """One step of Adam; the table of vectors is updated in the rows that occur."""
    rows = table["e"][unique]
    (value, parts), (gp, gr) = jax.value_and_grad(loss, argnums=(0, 1), has_aux=True)(state["p"], rows, batch, c, key)
    gr = gr * (unique > 0)[:, None]
    norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gp)) + (gr**2).sum())
    scale = jnp.minimum(1.0, 5.0 / (norm + 1e-6))
    t = state["t"] + 1
    b1, b2 = 0.9, 0.98
    correct = jnp.sqrt(1 - b2**t) / (1 - b1**t)

    def adam(p, m, v, g):
        g = g * scale
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        return p - rate * correct * m / (jnp.sqrt(v) + 1e-8), m, v

    new = {k: adam(state["p"][k], state["m"][k], state["v"][k], gp[k]) for k in gp}
    p = {k: x[0] for k, x in new.items()}
    state = {
        "p": p,
        "m": {k: x[1] for k, x in new.items()},
        "v": {k: x[2] for k, x in new.items()},
        "t": t,
    }
    e, m, v = adam(rows, table["m"][unique], table["v"][unique], gr)
    table = {k: table[k].at[unique].set(x) for k, x in (("e", e), ("m", m), ("v", v))}
    return state, table, value, parts


@functools.partial(jax.jit, static_argnames=("c",))
def predict(p, rows, batch, c):
    x = encode(p, rows, batch, c, None)
    heads = arcs(p, x, batch["mask"]).argmax(-1)
    return {
        "upos": (x @ p["upos_w"] + p["upos_b"]).argmax(-1),
        "classes": (x @ p["classes_w"] + p["classes_b"]).argmax(-1),
        "heads": heads,
        "relations": relations(p, x, heads).argmax(-1),
        "names": x @ p["names_w"] + p["names_b"],
    }


def prepare(batch, limit):
    """Replaces piece rows by places in the list of the batch's rows."""
    unique, inverse = np.unique(batch.pop("rows"), return_inverse=True)
    limit = next(size for size in (1024, 2048, 4096, 8192, 16384, 32768, 65536) if size >= max(len(unique), limit))
    padded = np.zeros(limit, np.int32)
    padded[: len(unique)] = unique
    batch["inv"] = inverse.reshape(*batch["mask"].shape, PIECES).astype(np.int32)
    return padded, batch


def viterbi(scores, steps):
    n = len(scores)
    best = steps[NAMES] + scores[0]
    back = []
    for i in range(1, n):
        total = best[:, None] + steps[:NAMES]
        back.append(total.argmax(0))
        best = total.max(0) + scores[i]
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def spans(tags):
    found, i = set(), 0
    while i < len(tags):
        start = i
        i += 1
        if 1 <= tags[start] <= 3:
            while i < len(tags) and tags[i] == tags[start] + 3:
                i += 1
            found.add((start, i, int(tags[start])))
    return found


MAIN = None


def evaluate(p, e, sentences, c):
    """Scores by development set."""
    global MAIN
    if MAIN is None:
        names = "dep root acl acl:relcl advcl advmod amod appos aux aux:pass case cc ccomp clf compound compound:prt conj cop csubj csubj:pass det discourse dislocated expl fixed flat flat:name goeswith iobj list mark nmod nmod:poss nmod:tmod nsubj nsubj:pass nummod obj obl obl:agent obl:tmod orphan parataxis punct reparandum vocative xcomp".split()
        main = [name.split(":")[0] for name in names]
        MAIN = np.array([main.index(name) for name in main])
    steps = np.asarray(p["steps"])
    counts = {}
    for length, size, group in batches_of(sentences, 4000, None):
        unique, b = prepare(batch_of(group, length, size), 8192)
        out = {k: np.asarray(v) for k, v in predict(p, e[unique], b, c).items()}
        for i, s in enumerate(group):
            n = s["n"]
            k = counts.setdefault(DEV[s["set"]], dict.fromkeys(["n", "upos", "cls", "u", "l", "tp", "guess", "gold"], 0))
            k["n"] += n
            if "upos" in s:
                k["upos"] += int((out["upos"][i, :n] == s["upos"]).sum())
            if "classes" in s:
                k["cls"] += int((out["classes"][i, :n] == s["classes"]).sum())
            if "heads" in s:
                right = out["heads"][i, :n] == s["heads"]
                k["u"] += int(right.sum())
                k["l"] += int((right & (MAIN[out["relations"][i, :n]] == MAIN[s["relations"]])).sum())
            if "names" in s:
                guess, gold = spans(viterbi(out["names"][i, :n], steps)), spans(s["names"])
                k["tp"] += len(guess & gold)
                k["guess"] += len(guess)
                k["gold"] += len(gold)
    result = {}
    for name, k in counts.items():
        result[name] = {
            "upos": round(k["upos"] / k["n"], 4),
            "cls": round(k["cls"] / k["n"], 4),
            "uas": round(k["u"] / k["n"], 4),
            "las": round(k["l"] / k["n"], 4),
            "f1": round(2 * k["tp"] / max(1, k["guess"] + k["gold"]), 4),
        }
    return result


def grow(old, new, c):
    """Starts from the weights of a smaller network: added layers let everything pass, added width is small."""
    for name, value in new.items():
        value = np.array(value)
        if name in old:
            value *= 0.3
            value[tuple(slice(0, size) for size in old[name].shape)] = old[name]
        elif name[0] == "b":
            value[1] = -3.0
        new[name] = jnp.asarray(value)
    return new


def material(train, tagged, a, rng):
    """The sentences of one epoch: of each the sentence itself or one of its variants; small sets twice."""
    chosen = []
    for s in train:
        for _ in range(1 + (s["domain"] == 0)):
            variants = s.get("variants")
            chosen.append(variants[rng.integers(len(variants))] if variants and rng.random() < a.variants else s)
    return chosen + tagged[: int(len(tagged) * a.tagged)]


class Config:
    """Sizes and rates; hashable, so that it can be a static argument."""

    def __init__(self, a):
        self.vector, self.hidden, self.layers, self.arc, self.rel = a.vector, a.hidden, a.layers, a.arc, a.rel
        self.dropout, self.word_dropout, self.piece_dropout = a.dropout, a.word_dropout, a.piece_dropout

    def key(self):
        return tuple(sorted(vars(self).items()))

    def __hash__(self):
        return hash(self.key())

    def __eq__(self, other):
        return self.key() == other.key()


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--corpora", default="training/build/corpora.bin")
    a.add_argument("--out", default="training/build/network.npz")
    a.add_argument("--vector", type=int, default=128)
    a.add_argument("--hidden", type=int, default=96, help="width of one direction")
    a.add_argument("--layers", type=int, default=4)
    a.add_argument("--arc", type=int, default=128)
    a.add_argument("--rel", type=int, default=96)
    a.add_argument("--dropout", type=float, default=0.12)
    a.add_argument("--word-dropout", type=float, default=0.2)
    a.add_argument("--piece-dropout", type=float, default=0.05)
    a.add_argument("--epochs", type=int, default=24)
    a.add_argument("--tokens", type=int, default=1500)
    a.add_argument("--rate", type=float, default=0.003)
    a.add_argument("--tagged", type=float, default=0.1, help="part of nlp-id seen in one epoch")
    a.add_argument("--variants", type=float, default=0.35, help="part of the sentences seen as a variant")
    a.add_argument("--start", help="weights of a network, perhaps a smaller one, to start from")
    a.add_argument("--minutes", type=float, default=1e9, help="ends in this time, the rate falling with it")
    a.add_argument("--every", type=int, default=3, help="epochs between measurements")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--limit", type=float, default=1.0, help="part of the training material")
    a.add_argument("--measured", type=float, default=1.0, help="part of the development sets")
    a = a.parse_args()
    c = Config(a)
    rng = np.random.default_rng(a.seed)
    sentences = read_corpora(a.corpora)
    train = [s for s in sentences if s["set"] == 0]
    dev = [s for s in sentences if s["set"] != 0]
    if a.limit < 1:
        train = [s for s in train if rng.random() < a.limit]
    if a.measured < 1:
        dev = [s for s in dev if rng.random() < a.measured]
    tagged = [s for s in train if "other" in s]
    train = [s for s in train if "other" not in s]
    p = init(rng, c)
    e = (rng.standard_normal((ROWS, c.vector)) * 0.05).astype(np.float32)
    e[0] = 0
    if a.start:
        old = dict(np.load(a.start))
        e = old.pop("rows")
        p = grow(old, p, c)
    zeros = lambda p: {k: jnp.zeros_like(v) for k, v in p.items()}
    state = {"p": p, "m": zeros(p), "v": zeros(p), "t": jnp.zeros((), jnp.float32)}
    table = {"e": jnp.asarray(e), "m": jnp.zeros_like(jnp.asarray(e)), "v": jnp.zeros_like(jnp.asarray(e))}
    key = jax.random.key(a.seed)
    per_epoch = len(batches_of(material(train, tagged, a, rng), a.tokens, None))
    total, step, start = per_epoch * a.epochs, 0, time.time()
    for epoch in range(a.epochs):
        rng.shuffle(tagged)
        epoch_set = material(train, tagged, a, rng)
        sums, seen = 0, 0
        for length, size, group in batches_of(epoch_set, a.tokens, rng):
            if length > 100:
                continue
            unique, b = prepare(batch_of(group, length, size), 8192)
            generic = rng.random(size) < 0.25
            b["domain"] = np.where(generic, 4 + (b["domain"] >= 2), b["domain"]).astype(np.int32)
            key, sub = jax.random.split(key)
            done = min(1.0, max(step / total, (time.time() - start) / 60 / a.minutes))
            if done >= 1.0:
                break
            rate = a.rate * min(1.0, (step + 1) / 300) * 0.5 * (1 + np.cos(np.pi * done))
            state, table, value, parts = train_step(state, table, unique, b, c, sub, rate)
            step += 1
            if step % 20 == 0:
                sums, seen = sums + np.asarray(parts), seen + 1
            if step in (50, 200, 500):
                print("step", step, "seconds", round(time.time() - start), flush=True)
        print(json.dumps({"epoch": epoch, "seconds": round(time.time() - start), "loss": np.round(sums / max(1, seen), 4).tolist()}), flush=True)
        last = epoch == a.epochs - 1 or done >= 1.0
        if last or epoch % a.every == a.every - 1:
            for name, line in evaluate(state["p"], table["e"], dev, c).items():
                print("   ", name, json.dumps(line), flush=True)
        out = {k: np.asarray(v) for k, v in state["p"].items()}
        np.savez(a.out, rows=np.asarray(table["e"]), **out)
        if last:
            break


if __name__ == "__main__":
    main()
