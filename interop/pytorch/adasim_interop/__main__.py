"""
python3 -m adasim_interop features FILE IMAGES | attention FILE IMAGES OUT | new CONFIG OUT | convert FILE OUT |
record CONFIG OUT | looks CONFIG OUT
"""

import argparse
import json
import sys

import torch

from .calm import differences, shaken, summary
from .looking import about, invent_looked_at, look
from .models import build
from .recording import as_stored, invent, metadata, record
from .safetensors import FileError, load, save
from .states import load_network, load_pickled, save_network


def features(arguments):
    """Prints the backbone's features: one image a line, a JSON list of numbers."""
    model, mean, std = load_network(arguments.file, arguments.network)
    images = load_images(arguments.images, mean, std)
    with torch.no_grad():
        for row in model.backbone(images):
            print(json.dumps(row.tolist()))


def attention(arguments):
    """Saves what the backbone looks at: attention of [CLS] for each head, tokens, norms and similarities."""
    model, mean, std = load_network(arguments.file, arguments.network)
    images = load_images(arguments.images, mean, std)
    save(arguments.out, look(model.backbone, images), {"format": "pt"})


def load_images(path, mean, std):
    """As the network takes them."""
    tensors, _ = load(path)
    if "images" not in tensors or tensors["images"].dim() != 4:
        raise FileError(f"{path} has no tensor “images” of [count, channels, size, size].")
    images = tensors["images"]
    if images.dtype == torch.uint8:
        mean, std = (torch.tensor(values).reshape(1, -1, 1, 1) for values in (mean, std))
        images = (images.float() / 255 - mean) / std
    return images.float()


def new(arguments):
    """Saves an untrained network of PyTorch's own initialisation."""
    torch.manual_seed(arguments.seed)
    save_network(arguments.out, build(read_config(arguments.config), arguments.size, arguments.channels))


def convert(arguments):
    """Saves the tensors of a file that torch.save wrote, under their names in it, as safetensors."""
    save(arguments.out, load_pickled(arguments.file), {"format": "pt"})


def read_config(path):
    try:
        # Editors of Windows put a byte-order mark before the text.
        with open(path, encoding="utf-8-sig") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise FileError(f"{path} is not a configuration: {error}.") from error


def make_recording(arguments):
    """
    Records a tiny training for `npm run verify`, and says whether it is calm: whether float64 decides alike.

    Ends with 1 where it is not. Of a recording instead of a configuration, runs the same inputs again.
    """
    if arguments.config.endswith(".safetensors"):
        return record_again(arguments)
    config = read_config(arguments.config)
    config.setdefault("stepsPerEpoch", config["images"] // config["batchSize"])
    for seed in range(arguments.seed, arguments.seed + arguments.attempts):
        inputs = as_stored(invent(config, seed))
        inputs["steps.positives"], expected = record(config, inputs)
        calm = report(f"seed {seed}, float64 against float32", expected, config, inputs)
        if calm:
            break
    source = f"adasim_interop, seed {seed}, float32 on CPU, torch {torch.__version__}"
    save(arguments.out, as_stored({**inputs, **expected}), metadata(config, source))
    return 0 if calm else 1


def record_again(arguments):
    tensors, about = load(arguments.config)
    if "config" not in about:
        raise FileError(f"{arguments.config} is no recording: it has no configuration.")
    config = json.loads(about["config"])
    inputs = {name: tensor for name, tensor in tensors.items() if not name.startswith("expect.")}
    theirs = {name: tensor for name, tensor in tensors.items() if name.startswith("expect.")}
    _, expected = record(config, inputs)
    print_table("float32 against the file", summary(differences(theirs, expected, config)))
    calm = report("float64 against float32", expected, config, inputs)
    source = f"adasim_interop, again from {arguments.config}, float32 on CPU, torch {torch.__version__}"
    save(arguments.out, as_stored({**inputs, **expected}), metadata(config, source))
    return 0 if calm else 1


def record_looks(arguments):
    """Saves an invented backbone, images and what it looks at, for the app's tests."""
    config = read_config(arguments.config)
    source = f"adasim_interop, seed {arguments.seed}, float32 on CPU, torch {torch.__version__}"
    save(arguments.out, as_stored(invent_looked_at(config, arguments.seed)), about(config, source))


def report(heading, expected, config, inputs):
    """Prints how far float64 is from float32; whether the recording is calm."""
    _, exact = record(config, inputs, torch.float64)
    _, moved = record(config, shaken(inputs), torch.float64)
    calm = print_table(heading, summary(differences(expected, exact, config)))
    calm = print_table("shaken against not", summary(differences(exact, moved, config))) and calm
    print("calm" if calm else "NOT calm: it holds rounding that no other machine repeats; try another --seed")
    return calm


def print_table(heading, rows):
    """Whether everything is within what is allowed."""
    print(heading)
    for quantity, difference, allowed in rows:
        mark = "" if difference <= allowed else f"  above {allowed:g}"
        print(f"  {quantity:<40}{difference:>10.2g}{mark}")
    return all(difference <= allowed for _, difference, allowed in rows)


def main():
    parser = argparse.ArgumentParser(prog="adasim_interop")
    commands = parser.add_subparsers(required=True)

    for run in (features, attention):
        command = commands.add_parser(run.__name__, help=run.__doc__)
        command.add_argument("file", help="a checkpoint or a network that the app exported")
        command.add_argument(
            "images", help="safetensors with `images`, NCHW: uint8, or float32 that is normalised already"
        )
        if run is attention:
            command.add_argument("out", help="the safetensors file to write")
        command.add_argument("--network", choices=["student", "teacher"], help="of a checkpoint")
        command.set_defaults(run=run)

    command = commands.add_parser("new", help=new.__doc__)
    command.add_argument("config", help="JSON, such as config.json of `npm run train -- --out`")
    command.add_argument("out", help="the safetensors file to write")
    command.add_argument("--size", type=int, default=32, help="side of the images, pixels")
    command.add_argument("--channels", type=int, default=3)
    command.add_argument("--seed", type=int, default=0)
    command.set_defaults(run=new)

    command = commands.add_parser("convert", help=convert.__doc__)
    command.add_argument("file", help="a state dict, or a checkpoint with some (.pth, .pt)")
    command.add_argument("out", help="the safetensors file to write")
    command.set_defaults(run=convert)

    command = commands.add_parser("record", help=make_recording.__doc__)
    command.add_argument("config", help="JSON, such as fixtures/twin/*.json, or a recording to run again")
    command.add_argument("out", help="the safetensors file to write")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--attempts", type=int, default=1, help="seeds to try until the recording is calm")
    command.set_defaults(run=make_recording)

    command = commands.add_parser("looks", help=record_looks.__doc__)
    command.add_argument("config", help="JSON, such as fixtures/attention/*.json")
    command.add_argument("out", help="the safetensors file to write")
    command.add_argument("--seed", type=int, default=0)
    command.set_defaults(run=record_looks)

    arguments = parser.parse_args()
    try:
        sys.exit(arguments.run(arguments))
    except FileError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


main()
