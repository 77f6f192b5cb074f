"""The app's files: checkpoints of whole runs, and single networks; and what torch.save made of others."""

import json
import pickle

import torch

from .models import build
from .safetensors import FileError, load, save


def load_network(path, network=None):
    """
    A network of a file that the app exported, in evaluation mode, with `mean` and `std` of its images.

    `network` chooses `student` or `teacher` of a checkpoint; without it, the one that the app evaluates.
    """
    tensors, metadata = load(path)
    if "config" not in metadata or "dataset" not in metadata:
        raise FileError(f"{path} does not say what network it holds: it is no export of the app.")
    config, dataset = json.loads(metadata["config"]), json.loads(metadata["dataset"])
    if metadata["format"].startswith("adasim-checkpoint/"):
        paired = any(name.startswith("teacher.") for name in tensors)
        network = network or ("teacher" if paired else "student")
        prefix = f"{network}."
        tensors = {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    elif network not in (None, metadata["network"]):
        raise FileError(f"{path} holds the {metadata['network']}, not the {network}.")
    else:
        network = metadata["network"]
    if not tensors:
        raise FileError(f"{path} holds no {network}: its method has none.")
    model = build(config, dataset["size"], dataset["channels"], network)
    try:
        model.load_state_dict(tensors)
    except RuntimeError as error:
        raise FileError(f"{path} contradicts its configuration: {error}.") from error
    return model.eval(), dataset["mean"], dataset["std"]


def save_network(path, model):
    """Saves a state dict, from which a run of the app can start; `module.` before names does no harm."""
    save(path, model.state_dict(), {"format": "pt"})


def load_pickled(path):
    """
    The tensors of a file that torch.save wrote, by name: dictionaries within dictionaries give dotted names, what
    is no tensor is left out. Nothing but tensors and plain values is unpickled, so that no code of the file runs.
    """
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    except (RuntimeError, ValueError, LookupError, EOFError, pickle.UnpicklingError) as error:
        raise FileError(
            f"{path} is not a file of torch.save, or holds more than tensors and plain values. If you trust it, "
            "open it with torch.load and save its state dict with adasim_interop.safetensors.save."
        ) from error
    tensors = dict(_tensors_in(content))
    if not tensors:
        raise FileError(f"{path} has no tensors in dictionaries.")
    return tensors


def _tensors_in(content, prefix=""):
    if isinstance(content, torch.Tensor) and prefix:
        yield prefix, content
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from _tensors_in(value, f"{prefix}.{name}" if prefix else str(name))
