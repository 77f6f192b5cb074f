"""Vision Transformer with pre-norm blocks (arXiv 2010.11929), under the names of timm's state dict."""

import math

import torch
from torch import nn


class DropPath(nn.Module):
    """Stochastic depth (arXiv 1603.09382): in training, a branch is dropped for whole samples."""

    def __init__(self, probability):
        super().__init__()
        self.probability = probability

    def forward(self, x):
        if not self.training or self.probability == 0:
            return x
        keep = 1 - self.probability
        return x * torch.bernoulli(torch.full((len(x), 1, 1), keep, device=x.device)) / keep


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        weights, v = self.attend(x)
        return self.proj((weights @ v).transpose(1, 2).reshape(x.shape))

    def attend(self, x):
        """How much each token attends to each other, [batch, heads, tokens, tokens], and their values."""
        batch, length, dim = x.shape
        width = dim // self.heads
        q, k, v = self.qkv(x).reshape(batch, length, 3, self.heads, width).permute(2, 0, 3, 1, 4)
        return (q @ k.transpose(-2, -1) / math.sqrt(width)).softmax(-1), v


class Mlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.fc1 = nn.Linear(dim, hidden)
        self.fc2 = nn.Linear(hidden, dim)

    def forward(self, x):
        return self.fc2(nn.functional.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, dim, heads, hidden, epsilon, drop):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, eps=epsilon)
        self.attn = Attention(dim, heads)
        self.norm2 = nn.LayerNorm(dim, eps=epsilon)
        self.mlp = Mlp(dim, hidden)
        self.drop_path = DropPath(drop)

    def forward(self, x):
        x = x + self.drop_path(self.attn(self.norm1(x)))
        return x + self.drop_path(self.mlp(self.norm2(x)))


class PatchEmbed(nn.Module):
    def __init__(self, channels, dim, patch):
        super().__init__()
        self.proj = nn.Conv2d(channels, dim, patch, stride=patch)

    def forward(self, images):
        return self.proj(images).flatten(2).transpose(1, 2)


class Vit(nn.Module):
    """`config` is the group `backbone` of a run's configuration."""

    def __init__(self, config, size, channels):
        super().__init__()
        dim, depth, patch = config["dim"], config["depth"], config["patchSize"]
        hidden = math.floor(dim * config["mlpRatio"])
        epsilon = config["layerNormEps"]
        drops = [config.get("dropPath", 0) * index / max(1, depth - 1) for index in range(depth)]
        self.dim = dim
        self.cls_token = nn.Parameter(torch.empty(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.empty(1, (size // patch) ** 2 + 1, dim))
        self.patch_embed = PatchEmbed(channels, dim, patch)
        self.blocks = nn.ModuleList(Block(dim, config["heads"], hidden, epsilon, drop) for drop in drops)
        self.norm = nn.LayerNorm(dim, eps=epsilon)
        nn.init.trunc_normal_(self.cls_token, std=0.02)
        nn.init.trunc_normal_(self.pos_embed, std=0.02)

    def forward(self, images):
        """[batch, channels, size, size] -> [batch, dim], the [CLS] token after the final norm."""
        x = self.embed(images)
        for block in self.blocks:
            x = block(x)
        return self.norm(x)[:, 0]

    def embed(self, images):
        """[batch, 1 + patches, dim], [CLS] first, with positions."""
        tokens = self.patch_embed(images)
        return torch.cat([self.cls_token.expand(len(images), -1, -1), tokens], 1) + self.pos_embed

    def look(self, images):
        """
        What [CLS] attends to in the last block, itself first, [batch, heads, 1 + patches]; and the patches' tokens
        after the final norm, [batch, patches, dim].
        """
        x = self.embed(images)
        *before, last = self.blocks
        for block in before:
            x = block(x)
        weights, _ = last.attn.attend(last.norm1(x))
        return weights[:, :, 0], self.norm(last(x))[:, 1:]
