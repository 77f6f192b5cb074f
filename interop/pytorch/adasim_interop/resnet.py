"""ResNet for small images (arXiv 1512.03385, section 4.2): 3x3 stem, no max-pooling, BasicBlocks."""

from torch import nn


def convolution(inside, outside, kernel, stride=1):
    layer = nn.Conv2d(inside, outside, kernel, stride=stride, padding=kernel // 2, bias=False)
    nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
    return layer


class BasicBlock(nn.Module):
    def __init__(self, inside, outside, stride, norm):
        super().__init__()
        self.conv1 = convolution(inside, outside, 3, stride)
        self.bn1 = norm(outside)
        self.conv2 = convolution(outside, outside, 3)
        self.bn2 = norm(outside)
        self.downsample = nn.Identity()
        if stride != 1 or inside != outside:
            self.downsample = nn.Sequential(convolution(inside, outside, 1, stride), norm(outside))

    def forward(self, x):
        inner = self.bn1(self.conv1(x)).relu()
        return (self.bn2(self.conv2(inner)) + self.downsample(x)).relu()


class ResNet(nn.Module):
    """`config` is the group `backbone` of a run's configuration."""

    def __init__(self, config, channels):
        super().__init__()

        def norm(width):
            return nn.BatchNorm2d(width, config["batchNormEps"], config["batchNormMomentum"])

        width = config["stem"]
        self.conv1 = convolution(channels, width, 3)
        self.bn1 = norm(width)
        self.stages = []
        for stage, (outside, blocks) in enumerate(zip(config["widths"], config["blocks"]), start=1):
            layers = []
            for index in range(blocks):
                layers.append(BasicBlock(width, outside, 2 if stage > 1 and index == 0 else 1, norm))
                width = outside
            self.stages.append(f"layer{stage}")
            self.add_module(f"layer{stage}", nn.Sequential(*layers))
        self.dim = width

    def forward(self, images):
        """[batch, channels, size, size] -> [batch, widths[-1]], averaged over the image."""
        return self.last_map(images).mean((2, 3))

    def last_map(self, images):
        """[batch, widths[-1], side, side]"""
        x = self.bn1(self.conv1(images)).relu()
        for stage in self.stages:
            x = self.get_submodule(stage)(x)
        return x

    def look(self, images):
        """There are no heads, so no attention; the vectors of the last map, row by row, [batch, places, widths[-1]]."""
        return None, self.last_map(images).flatten(2).transpose(1, 2)
