"""
Whether a recording is calm: whether the same training in float64 takes the same decisions and arrives at nearly the
same numbers, also when what it starts from is shaken by as much as rounding does. Otherwise what it holds is rounding,
which no other machine will repeat.
"""

import torch

DECISIONS = ("neighbors", "gate", "candidates", "windowNeighbors")
# Of each tensor's largest value, between float32 and float64.
CALM = 1e-4
CALM_KEYS = 1e-3
# What float32 makes of a few layers, relative.
ROUNDING = 5e-7


def shaken(inputs, seed=0):
    """Weights and views in float64, moved by as much as float32 would round them on the way through a network."""
    generator = torch.Generator().manual_seed(seed)

    def moved(tensor):
        noise = torch.randn(tensor.shape, generator=generator, dtype=torch.float64)
        return tensor.double() * (1 + ROUNDING * noise)

    return {
        name: moved(tensor) if name.startswith(("init.backbone", "init.head", "views")) and tensor.is_floating_point() else tensor
        for name, tensor in inputs.items()
    }


def differences(theirs, ours, config):
    """
    How far two runs are apart, by name of the expectation: (difference, allowed).

    Of numbers, the largest difference over the tensor's largest value; of decisions, how many differ. A bias that
    BatchNorm subtracts again has no gradient, so that there is nothing to compare; the keys' third of an attention's
    bias has none either, but is kept quiet by the optimiser's epsilon.
    """
    rows = {}
    for name, expected in theirs.items():
        actual = ours.get(name)
        if actual is None or name.endswith("num_batches_tracked") or shifted_away(name, config):
            continue
        if name.rsplit(".", 1)[-1] in DECISIONS:
            rows[name] = (int((actual != expected).sum()), 0)
            continue
        expected, actual = expected.double().flatten(), actual.double().flatten()
        if name.endswith("attn.qkv.bias"):
            keys = slice(len(expected) // 3, 2 * len(expected) // 3)
            largest = expected.abs().max()
            rows[f"{name}, keys"] = (relative(actual[keys], expected[keys], largest), CALM_KEYS)
            actual = actual.clone()
            actual[keys] = expected[keys]
        rows[name] = (relative(actual, expected, expected.abs().max()), CALM)
    return rows


def relative(actual, expected, largest):
    difference = (actual - expected).abs().max().item()
    return difference / largest.item() if difference > 0 else 0.0


def shifted_away(name, config):
    """Whether this is a bias before a BatchNorm of the head, be it the backbone's last."""
    head = config["head"]
    if not head["batchNorm"] or head["layers"] < 2 or not name.endswith(".bias"):
        return False
    parts = name.split(".")
    if parts[-4:-2] == ["head", "mlp"]:
        return int(parts[-2]) % 3 == 0 and int(parts[-2]) < 3 * (head["layers"] - 1)
    return config["backbone"]["kind"] == "vit" and name.endswith("backbone.norm.bias")


def summary(rows):
    """The worst of every quantity: [(name, difference, allowed), ...]; tensors of networks go together."""
    worst = {}
    for name, (difference, allowed) in rows.items():
        parts = name.split(".")
        quantity = ".".join(parts[1:3] if parts[1] in ("firstStep", "epoch", "final") else parts[1:2])
        quantity += ", keys" if name.endswith(", keys") else ""
        if quantity not in worst or difference > worst[quantity][0]:
            worst[quantity] = (difference, allowed)
    return [(quantity, *values) for quantity, values in worst.items()]
