"""python3 -m adasim_interop features FILE IMAGES | new CONFIG OUT"""

import argparse
import json
import sys

import torch

from .models import build
from .safetensors import FileError, load
from .states import load_network, save_network


def features(arguments):
    """Prints the backbone's features: one image a line, a JSON list of numbers."""
    model, mean, std = load_network(arguments.file, arguments.network)
    tensors, _ = load(arguments.images)
    if "images" not in tensors or tensors["images"].dim() != 4:
        raise FileError(f"{arguments.images} has no tensor “images” of [count, channels, size, size].")
    images = tensors["images"]
    if images.dtype == torch.uint8:
        mean, std = (torch.tensor(values).reshape(1, -1, 1, 1) for values in (mean, std))
        images = (images.float() / 255 - mean) / std
    with torch.no_grad():
        for row in model.backbone(images.float()):
            print(json.dumps(row.tolist()))


def new(arguments):
    """Saves an untrained network of PyTorch's own initialisation."""
    torch.manual_seed(arguments.seed)
    try:
        with open(arguments.config, encoding="utf-8") as file:
            config = json.load(file)
    except (OSError, ValueError) as error:
        raise FileError(f"{arguments.config} is not a configuration: {error}.") from error
    save_network(arguments.out, build(config, arguments.size, arguments.channels))


def main():
    parser = argparse.ArgumentParser(prog="adasim_interop")
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("features", help=features.__doc__)
    command.add_argument("file", help="a checkpoint or a network that the app exported")
    command.add_argument(
        "images", help="safetensors with `images`, NCHW: uint8, or float32 that is normalised already"
    )
    command.add_argument("--network", choices=["student", "teacher"], help="of a checkpoint")
    command.set_defaults(run=features)

    command = commands.add_parser("new", help=new.__doc__)
    command.add_argument("config", help="JSON, such as config.json of `npm run train -- --out`")
    command.add_argument("out", help="the safetensors file to write")
    command.add_argument("--size", type=int, default=32, help="side of the images, pixels")
    command.add_argument("--channels", type=int, default=3)
    command.add_argument("--seed", type=int, default=0)
    command.set_defaults(run=new)

    arguments = parser.parse_args()
    try:
        arguments.run(arguments)
    except FileError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


main()
