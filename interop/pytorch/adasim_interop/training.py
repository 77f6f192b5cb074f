"""
The training step of AdaSim on DINO, as the released code computes it (arXiv 2303.13606, 2104.14294).

    training = Training(config, size=32, channels=3, images=50_000)
    for each batch of image indices:
        positives = [training.select(i).draw(generator) for i in indices]
        training.step(indices, first_views_of(indices), second_views_of(positives), rates)
    training.close_epoch()   # after each epoch

`config` is as the app saves it; of a recording (`recording.py`) it is the metadata's.
"""

import torch

from .bootstrapping import Bank, Selection, Window
from .models import build


class Training:
    def __init__(self, config, size, channels, images, dtype=torch.float32):
        self.config = config
        self.student, self.teacher = (build(config, size, channels).to(dtype) for _ in range(2))
        self.teacher.load_state_dict(self.student.state_dict())
        self.teacher.requires_grad_(False)
        self.centre = torch.zeros(config["head"]["outDim"], dtype=dtype)
        bootstrap, dim = config["bootstrap"], self.student.backbone.dim
        features, written = torch.zeros(images, dim, dtype=dtype), torch.zeros(images, dtype=torch.bool)
        self.bank = Bank(features, written, bootstrap["topK"], bootstrap["representation"])
        self.window = Window(bootstrap["window"])
        self.optimiser = make_optimiser(self.student, config["optimizer"])

    def select(self, image):
        """What image i may be paired with in this epoch."""
        return Selection(self.window, image, self.config["bootstrap"])

    def step(self, indices, first, second, rates):
        """
        One step on view 1 of the images `indices` and view 2 of their positives, [B, channels, size, size] each.

        `rates`: `lr`, `weightDecay`, `teacherMomentum`, `teacherTemperature`, and whether `lastLayerFrozen`.
        Returns all that was computed on the way.
        """
        views = torch.cat([first, second])
        with torch.no_grad():
            teacher_features, teacher_logits = self.forward(self.teacher, views)
        student_features, student_logits = self.forward(self.student, views)
        loss = self.loss(student_logits, teacher_logits, rates["teacherTemperature"])
        self.move_centre(teacher_logits)

        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norms = clip_gradients(self.student, self.config["optimizer"]["clipGradient"])
        if rates["lastLayerFrozen"]:
            for parameter in self.student.head.last_layer.parameters():
                parameter.grad = None
        regularised, others = self.optimiser.param_groups
        regularised["lr"] = others["lr"] = rates["lr"]
        regularised["weight_decay"] = rates["weightDecay"]
        self.optimiser.step()

        self.follow(rates["teacherMomentum"])
        neighbours, similarities = self.bank.visit(indices, teacher_features)
        return {
            "loss": loss.detach(),
            "center": self.centre,
            "gradNorm": norms,
            "studentFeatures": student_features.detach(),
            "studentLogits": student_logits.detach(),
            "teacherFeatures": teacher_features,
            "teacherLogits": teacher_logits,
            "neighbors": neighbours,
            "similarities": similarities,
        }

    @staticmethod
    def forward(network, views):
        """Both are in training mode: BatchNorm uses the statistics of the batch."""
        features = network.backbone(views)
        return features, network.head(features)

    def loss(self, student_logits, teacher_logits, teacher_temperature):
        """Each view of the student against the other view of the teacher."""
        targets = ((teacher_logits - self.centre) / teacher_temperature).softmax(-1)
        logs = (student_logits / self.config["loss"]["studentTemperature"]).log_softmax(-1)
        (target1, target2), (log1, log2) = targets.chunk(2), logs.chunk(2)
        return -((target2 * log1).sum(-1).mean() + (target1 * log2).sum(-1).mean()) / 2

    def move_centre(self, teacher_logits):
        """With the raw logits of both views, after the loss has used the centre."""
        momentum = self.config["loss"]["centerMomentum"]
        self.centre = self.centre * momentum + teacher_logits.mean(0) * (1 - momentum)

    @torch.no_grad()
    def follow(self, momentum):
        """Parameters only: running statistics are each network's own."""
        for own, theirs in zip(self.teacher.parameters(), self.student.parameters()):
            own.mul_(momentum).add_((1 - momentum) * theirs)

    def close_epoch(self):
        self.window.push(self.bank.neighbours, self.bank.similarities)
        self.bank.begin_epoch()


@torch.no_grad()
def clip_gradients(network, clip):
    """Clips every tensor on its own; 0 = off. Returns the norms before, in the order of the module."""
    norms = []
    for parameter in network.parameters():
        if parameter.grad is None:
            continue
        norms.append(parameter.grad.norm())
        if clip > 0:
            parameter.grad.mul_((clip / (norms[-1] + 1e-6)).clamp(max=1))
    return torch.stack(norms)


class Lars(torch.optim.Optimizer):
    """Layer-wise adaptive rates (arXiv 1708.03888). One-dimensional tensors are left alone by it, and by decay."""

    def __init__(self, parameters, momentum, trust=0.001):
        super().__init__(parameters, {"lr": 0, "weight_decay": 0, "momentum": momentum, "trust": trust})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                change = parameter.grad
                if parameter.ndim > 1:
                    change = change + group["weight_decay"] * parameter
                    length, size = parameter.norm(), change.norm()
                    if length > 0 and size > 0:
                        change = change * (group["trust"] * length / size)
                buffer = self.state[parameter].setdefault("momentum_buffer", torch.zeros_like(parameter))
                buffer.mul_(group["momentum"]).add_(change)
                parameter.sub_(group["lr"] * buffer)


def make_optimiser(network, config):
    """Two groups: what decays, and biases and norms, which do not. Rates are set before each step."""
    named = [(name, parameter) for name, parameter in network.named_parameters() if parameter.requires_grad]
    decays = [parameter for name, parameter in named if parameter.ndim > 1 and not name.endswith(".bias")]
    others = [parameter for name, parameter in named if parameter.ndim < 2 or name.endswith(".bias")]
    groups = [{"params": decays}, {"params": others, "weight_decay": 0}]
    if config["kind"] == "adamw":
        return torch.optim.AdamW(groups, lr=0, betas=(config["beta1"], config["beta2"]), eps=config["eps"])
    if config["kind"] == "sgd":
        return torch.optim.SGD(groups, lr=0, momentum=config["momentum"])
    return Lars(groups, config["momentum"])
