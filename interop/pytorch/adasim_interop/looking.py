"""What a backbone looks at: the app shows it, and its tests hold it to what is computed here."""

import json

import torch
from torch import nn
from torch.nn import functional

from .models import build_backbone

FORMAT = "adasim-attention/1"


@torch.no_grad()
def look(backbone, images):
    """
    For images of [count, channels, size, size], by name: `attention`, of [CLS] in the last block, itself first,
    [count, heads, 1 + places], which a ResNet does not have; `tokens`, the vectors of the places (patches after the
    final norm, or the last map's), [count, places, D]; their `norms`, [count, places]; and the `similarities` of any
    two of an image, [count, places, places].
    """
    attention, tokens = backbone.look(images)
    unit = functional.normalize(tokens, dim=-1)
    found = {"tokens": tokens, "norms": tokens.norm(dim=-1), "similarities": unit @ unit.transpose(1, 2)}
    return found if attention is None else {"attention": attention, **found}


def invent_looked_at(config, seed):
    """
    A backbone and images from the seed, and what it looks at, as the app's tests read them.

    PyTorch's own beginning would hide mistakes: norms that are 0 and 1, and attention that is nearly even.
    """
    torch.manual_seed(seed)
    backbone = build_backbone(config["backbone"], config["imageSize"], config["channels"]).eval()
    for name, parameter in backbone.named_parameters():
        if parameter.ndim == 1:
            parameter.data.add_(0.1 * torch.randn_like(parameter))
        elif name.endswith("qkv.weight"):
            parameter.data.mul_(4)
    for module in backbone.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 2)
    images = torch.randn(config["images"], config["channels"], config["imageSize"], config["imageSize"])
    return {
        **{f"backbone.{name}": tensor for name, tensor in backbone.state_dict().items()},
        "images": images,
        **{f"expect.{name}": tensor for name, tensor in look(backbone, images).items()},
    }


def about(config, source):
    """What such a file says of itself."""
    return {"format": FORMAT, "config": json.dumps(config), "source": source}
