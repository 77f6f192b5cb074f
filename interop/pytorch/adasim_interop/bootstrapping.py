"""AdaSim's part: the bank of features, the window of neighbours, and the choice of positives (arXiv 2303.13606)."""

from collections import deque

import torch
from torch.nn import functional

NONE = -1


class Bank:
    """
    F, `features` [N, D]: each image's normalised teacher features, as its last visit left them.

    Rows that were never written are no neighbours. In the released code they are zeros, and win ties.
    """

    def __init__(self, features, written, k, representation):
        self.features, self.written = features, written
        self.k, self.representation = k, representation
        self.begin_epoch()

    def begin_epoch(self):
        """An image that an epoch does not visit has no neighbours in it: a row of -1."""
        images = len(self.features)
        self.neighbours = torch.full((images, self.k), NONE)
        self.similarities = self.features.new_zeros(images, self.k)

    def visit(self, indices, features):
        """
        Finds the batch's neighbours in the bank as it stands, itself included, then writes the batch into it.

        `features` [2B, D] are of view 1, then of view 2. Returns indices and similarities, [B, k], best first.
        """
        rows = self.represent(*functional.normalize(features, dim=-1).chunk(2))
        similarities = (rows @ self.features.T).masked_fill(~self.written, -torch.inf)
        similarities, neighbours = similarities.topk(self.k)
        missing = similarities == -torch.inf
        similarities, neighbours = similarities.masked_fill(missing, 0), neighbours.masked_fill(missing, NONE)
        self.features[indices], self.written[indices] = rows, True
        self.neighbours[indices], self.similarities[indices] = neighbours, similarities
        return neighbours, similarities

    def represent(self, first, second):
        if self.representation == "mean":
            return functional.normalize(first + second, dim=-1)
        return {"first": first, "second": second}[self.representation]


class Window:
    """The neighbours of the last W epochs, oldest first, and the votes S_i(j) that they add up to."""

    def __init__(self, length):
        self.length = length
        self.epochs = deque(maxlen=length)

    def push(self, neighbours, similarities):
        """Both [N, k], of an epoch that is complete."""
        self.epochs.append((neighbours, similarities))

    @property
    def full(self):
        return len(self.epochs) == self.length

    def votes(self, image, k):
        """[(j, S_image(j)), ...], the k largest; of equal votes the lower j first. Empty until W epochs are in."""
        sums = {}
        for neighbours, similarities in self.epochs if self.full else ():
            for j, similarity in zip(neighbours[image].tolist(), similarities[image].tolist()):
                if j != NONE:
                    sums[j] = sums.get(j, 0.0) + similarity
        return sorted(sums.items(), key=lambda vote: (-vote[1], vote[0]))[:k]


class Selection:
    """What image i may be paired with: candidates T_i, their scores S_i, the gate, and the distribution."""

    def __init__(self, window, image, config):
        votes = window.votes(image, config["topK"])
        self.candidates, self.scores = [j for j, _ in votes], [score for _, score in votes]
        self.gate = self.candidates[:1] == [image]
        self.probabilities = []
        policy = config["policy"]
        if votes and (policy == "window" or (policy == "adaptive" and self.gate)):
            logits = torch.tensor(self.scores) / window.length / config["temperature"]
            self.probabilities = logits.softmax(0).tolist()
        self.certain = image
        if policy == "naive" and window.epochs:
            row = [j for j in window.epochs[-1][0][image].tolist() if j != NONE]
            allowed = row if config.get("includeSelf", False) else [j for j in row if j != image]
            self.certain = (allowed + [image])[0]

    def draw(self, generator):
        """The positive of image i."""
        if not self.probabilities:
            return self.certain
        rank = torch.tensor(self.probabilities).multinomial(1, generator=generator)
        return self.candidates[rank.item()]
