"""Backbone and heads as one network, under the names that the app saves them by."""

from torch import nn

from .resnet import ResNet
from .vit import Vit


class DinoHead(nn.Module):
    """Linear, [BatchNorm], GELU, ..., Linear, normalise, weight-normalised Linear (arXiv 2104.14294)."""

    def __init__(self, config, inside):
        super().__init__()
        hidden, bottleneck, layers = config["hiddenDim"], config["bottleneckDim"], config["layers"]
        widths = [inside] + [hidden] * (layers - 1) + [bottleneck]
        modules = []
        for index in range(layers):
            modules.append(nn.Linear(widths[index], widths[index + 1]))
            if index < layers - 1:
                modules += [nn.BatchNorm1d(hidden)] if config["batchNorm"] else []
                modules.append(nn.GELU())
        self.mlp = modules[0] if layers == 1 else nn.Sequential(*modules)
        self.last_layer = nn.utils.weight_norm(nn.Linear(bottleneck, config["outDim"], bias=False))
        self.last_layer.weight_g.data.fill_(1)
        self.last_layer.weight_g.requires_grad = not config["normLastLayer"]

    def forward(self, features):
        return self.last_layer(nn.functional.normalize(self.mlp(features), dim=-1))


def projector(inside, hidden, outside):
    return nn.Sequential(
        nn.Linear(inside, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Linear(hidden, outside)
    )


def build_backbone(config, size, channels):
    """`config` is the group `backbone` of a run's configuration."""
    return Vit(config, size, channels) if config["kind"] == "vit" else ResNet(config, channels)


class Network(nn.Module):
    """What a run trains: `backbone` and `head`, or `backbone`, `projector` and, online, `predictor`."""

    def __init__(self, config, size, channels, online=True):
        super().__init__()
        head = config["head"]
        self.backbone = build_backbone(config["backbone"], size, channels)
        if config["method"] == "dino":
            self.head = DinoHead(head, self.backbone.dim)
            return
        hidden, outside = head["hiddenDim"], head["bottleneckDim"]
        self.projector = projector(self.backbone.dim, hidden, outside)
        if online and predicts(config):
            self.predictor = projector(outside, hidden, outside)

    def forward(self, images):
        """Logits of the head, or embeddings of the projector."""
        features = self.backbone(images)
        return self.head(features) if hasattr(self, "head") else self.projector(features)


def predicts(config):
    """Whether the method's student has a predictor; of `infonce`, with the neighbours of NNCLR."""
    return config["method"] != "infonce" or config["bootstrap"]["policy"] == "naive"


def build(config, size, channels, network="student"):
    """A network with PyTorch's own initialisation; `config` is a run's configuration, as the app saves it."""
    return Network(config, size, channels, online=network == "student")
