"""
Recordings, format `adasim-trace/1`: a tiny training with all that goes in and all that must come out, for
`npm run verify`. Layouts are PyTorch's.
"""

import json
from collections import defaultdict

import torch

from .models import Network
from .schedules import schedules
from .training import Training

FORMAT = "adasim-trace/1"
RATES = ("lr", "weightDecay", "teacherMomentum", "teacherTemperature")
# What a step gives as lists, and the value of an entry that is not there.
LISTS = {"candidates": -1, "scores": 0, "probabilities": 0}


def invent(config, seed):
    """The inputs of a recording: everything but the positives, which are drawn as it runs."""
    torch.manual_seed(seed)
    size, channels, images = config["imageSize"], config["channels"], config["images"]
    options = {"classes": 8, "noise": 0.15, "bank": "random", **config.get("recording", {})}
    network = Network({"method": "dino", **config}, size, channels)
    for name, parameter in network.named_parameters():
        # PyTorch begins these at 0 or 1, which would hide mistakes.
        if parameter.ndim == 1:
            parameter.data.add_(0.02 * torch.randn_like(parameter))
    targets = torch.arange(images) * min(options["classes"], images) // images
    # Images of a class are alike, and the views of an image more so.
    of_class = torch.randn(options["classes"], channels, size, size)
    picture = 0.5 + 0.3 * of_class[targets] + 0.35 * torch.randn(images, channels, size, size)
    first, second = (picture + options["noise"] * torch.randn_like(picture) for _ in range(2))
    features = torch.nn.functional.normalize(torch.randn(images, network.backbone.dim), dim=-1)
    return {
        **{f"init.{name}": tensor for name, tensor in network.state_dict().items()},
        "init.features": torch.zeros_like(features) if options["bank"] == "empty" else features,
        "views.first": first,
        "views.second": second,
        "targets": targets,
        "steps.indices": visits(config),
        **{f"steps.{name}": torch.tensor(values, dtype=torch.float32) for name, values in schedules(config).items()},
    }


def visits(config):
    """[T, B]: every epoch in an order of its own. Images that fill no batch are left out."""
    batch, rows = config["batchSize"], []
    for _ in range(config["epochs"]):
        order = []
        while len(order) < config["stepsPerEpoch"]:
            order += torch.randperm(config["images"]).split(batch)[: config["images"] // batch]
        rows += order[: config["stepsPerEpoch"]]
    return torch.stack(rows)


def record(config, inputs, dtype=torch.float32):
    """Runs a training on recorded inputs. Returns the positives, [T, B], and all expectations by name."""
    inputs = {name: tensor.to(dtype) if tensor.is_floating_point() else tensor for name, tensor in inputs.items()}
    training = Training(config, config["imageSize"], config["channels"], config["images"], dtype)
    load_start(training, inputs)
    generator = torch.Generator().manual_seed(0)
    drawn, series, epochs, first_step = [], defaultdict(list), defaultdict(list), {}
    for step, indices in enumerate(inputs["steps.indices"].long()):
        epoch = step // config["stepsPerEpoch"]
        choices = [training.select(image) for image in indices.tolist()]
        if "steps.positives" in inputs:
            positives = inputs["steps.positives"][step].long()
        else:
            positives = torch.tensor([choice.draw(generator) for choice in choices])
        rates = {name: inputs[f"steps.{name}"][step].item() for name in RATES}
        rates["lastLayerFrozen"] = epoch < config["optimizer"]["freezeLastLayerEpochs"]
        result = training.step(indices, inputs["views.first"][indices], inputs["views.second"][positives], rates)
        if step == 0:
            first_step = of_first_step(training, result)
        drawn.append(positives)
        for name in ("loss", "center", "gradNorm", "teacherFeatures", "neighbors", "similarities"):
            series[name].append(result[name])
        series["gate"].append(torch.tensor([int(choice.gate) for choice in choices]))
        for name, missing in LISTS.items():
            rows = [pad(getattr(choice, name), config["bootstrap"]["topK"], missing) for choice in choices]
            series[name].append(torch.tensor(rows, dtype=torch.int64 if name == "candidates" else dtype))
        if (step + 1) % config["stepsPerEpoch"] == 0:
            pairs = inputs["steps.indices"][epoch * config["stepsPerEpoch"] : step + 1].long().flatten()
            own = (pairs == torch.stack(drawn[-config["stepsPerEpoch"] :]).flatten()).double().mean()
            log_epoch(epochs, training.bank, pairs.unique(), inputs["targets"], own)
            training.close_epoch()
    return torch.stack(drawn), {
        **{f"expect.{name}": torch.stack(values) for name, values in series.items()},
        **{f"expect.firstStep.{name}": tensor for name, tensor in first_step.items()},
        **{f"expect.epoch.{name}": torch.stack(values).to(dtype) for name, values in epochs.items()},
        **{f"expect.final.{name}": tensor for name, tensor in at_the_end(training).items()},
    }


def load_start(training, inputs):
    start = {name[len("init.") :]: tensor for name, tensor in inputs.items() if name.startswith("init.")}
    features = start.pop("features")
    for name, tensor in start.items():
        if name.endswith("num_batches_tracked"):
            start[name] = tensor.long().reshape(())
    training.student.load_state_dict(start)
    training.teacher.load_state_dict(start)
    training.bank.features.copy_(features)
    training.bank.written.copy_((features != 0).any(-1))


def pad(values, length, missing):
    return values + [missing] * (length - len(values))


def of_first_step(training, result):
    """Outputs, and gradients after clipping and freezing."""
    outputs = ("studentLogits", "studentFeatures", "teacherLogits", "teacherFeatures")
    gradients = {
        f"gradient.{name}": parameter.grad.clone()
        for name, parameter in training.student.named_parameters()
        if parameter.grad is not None
    }
    return {**{name: result[name] for name in outputs}, **gradients}


def log_epoch(epochs, bank, visited, targets, own):
    """Shares of the images that found a neighbour in this epoch: whose has their label, and whose is they."""
    visited = visited[bank.neighbours[visited, 0] >= 0]
    count = max(1, len(visited))
    for rank, name in enumerate(("Top1", "Top2")[: bank.k]):
        neighbours = bank.neighbours[visited, rank]
        alike = (targets[neighbours] == targets[visited]) & (neighbours >= 0)
        epochs[f"nnAccuracy{name}"].append(alike.sum() / count)
        epochs[f"nnSelfAccuracy{name}"].append((neighbours == visited).sum() / count)
    epochs["nnRatioSelf"].append(own)


def at_the_end(training):
    neighbours, similarities = (torch.stack(epochs, 1) for epochs in zip(*training.window.epochs))
    # A window that was not filled is empty at its older end.
    empty = training.window.length - neighbours.shape[1]
    return {
        **{f"student.{name}": tensor.clone() for name, tensor in training.student.state_dict().items()},
        **{f"teacher.{name}": tensor.clone() for name, tensor in training.teacher.state_dict().items()},
        "features": training.bank.features.clone(),
        "windowNeighbors": torch.nn.functional.pad(neighbours, (0, 0, empty, 0), value=-1),
        "windowSimilarities": torch.nn.functional.pad(similarities, (0, 0, empty, 0)),
    }


def metadata(config, source):
    """What the file says of itself."""
    training = Training(config, config["imageSize"], config["channels"], config["images"])
    trained = [name for name, parameter in training.student.named_parameters() if parameter.requires_grad]
    return {
        "format": FORMAT,
        "config": json.dumps(config),
        "gradNormOrder": json.dumps(trained),
        "source": source,
    }


def as_stored(tensors):
    """float32 and int32, as the format has them."""
    return {
        name: tensor.float() if tensor.is_floating_point() else tensor.int().reshape(tensor.shape or (1,))
        for name, tensor in tensors.items()
    }
