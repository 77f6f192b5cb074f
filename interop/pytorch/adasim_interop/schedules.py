"""What changes from step to step: learning rate, weight decay, teacher momentum, teacher temperature."""

import math


def cosine(start, end, steps, warmup=0):
    """Linear from 0 to `start` over `warmup` steps, its end included, then a half cosine towards `end`."""
    rising = [start * step / max(1, warmup - 1) for step in range(warmup)]
    rest = steps - warmup
    return rising + [
        end + 0.5 * (start - end) * (1 + math.cos(math.pi * step / rest)) for step in range(rest)
    ]


def temperatures(start, end, warmup_epochs, epochs, steps_per_epoch):
    """Linear from `start` to `end` over the first `warmup_epochs`, one value an epoch, then `end`."""
    spacing = (end - start) / max(1, warmup_epochs - 1)
    of_epoch = [start + spacing * epoch if epoch < warmup_epochs else end for epoch in range(epochs)]
    return [value for value in of_epoch for _ in range(steps_per_epoch)]


def schedules(config):
    """The four of a run, a list of one value a step each; `config` is as for `Training`, with the rates."""
    optimizer, loss, momentum = config["optimizer"], config["loss"], config["teacherMomentum"]
    epochs, steps_per_epoch = config["epochs"], config["stepsPerEpoch"]
    steps = epochs * steps_per_epoch
    peak = optimizer["lr"] * config["batchSize"] / 256
    decay, warmth = optimizer["weightDecay"], loss["teacherTemperature"]
    return {
        "lr": cosine(peak, optimizer["minLr"], steps, optimizer["warmupEpochs"] * steps_per_epoch),
        "weightDecay": cosine(decay["start"], decay["end"], steps),
        "teacherMomentum": cosine(momentum["start"], momentum["end"], steps),
        "teacherTemperature": temperatures(
            warmth["start"], warmth["end"], warmth["warmupEpochs"], epochs, steps_per_epoch
        ),
    }
