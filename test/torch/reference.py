"""Maps of a network that export.py wrote, by PyTorch's autograd in float64: `reference.py FOLDER`.

Reads network.pt, image.f32 and network.json, and what compare-network.ts left: request.json {layers, branches} has the shapes
of layer-0.f32, … (activations, [C, H, W]) and branch-0.f32, … (the input of every operator with branches, in the
file's order).

A layer is the first value of the network that holds the same numbers: as maps, as maps with channels last, or as tokens
of which the last H · W are the grid. Writes maps.json:

- layers: for each the module and function that computed it, and two sets of maps by method: `own` with PyTorch's
  branches, and `same` with those that the float32 values of cam-lens take.
- branches: how many values decide one, how many take another in float32 than in float64, and the largest difference of
  a value, relative to the largest magnitude that goes into the operator.
- logits: [classes], by PyTorch.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
from torch.nn import functional
from torch.overrides import TorchFunctionMode

# Between activations of the same layer in float32 and float64.
TOLERANCE = 1e-3

zeros = torch.zeros_like
same = torch.clone


def between(low, high):
    """Which of three pieces each value lies in: 0, 1 or 2."""
    return lambda x: (x > low).int() + (x > high).int()


def pieces(*functions):
    """x by the piece that each value is said to lie in."""

    def choose(x, piece):
        first, second, third = (function(x) for function in functions)
        return torch.where(piece == 0, first, torch.where(piece == 1, second, third))

    return choose


def winners_of(x, *window, **options):
    """The index in its plane of each window's largest entry."""
    return functional.max_pool2d_with_indices(x, *window, **options)[1]


def take(x, winners):
    return x.flatten(2).gather(2, winners.flatten(2)).view(winners.shape)


# Function: the branch that each value takes, and the result for given branches. explain-network.ts lists the ONNX operators.
BRANCHING = {
    "relu": (between(0, torch.inf), pieces(zeros, same, same)),
    "hardtanh": (between(0, 6), pieces(zeros, same, lambda x: torch.full_like(x, 6))),
    "hardsigmoid": (between(-3, 3), pieces(zeros, lambda x: x / 6 + 0.5, torch.ones_like)),
    "hardswish": (between(-3, 3), pieces(zeros, lambda x: x * (x + 3) / 6, same)),
    "max_pool2d": (winners_of, take),
}
IN_PLACE = {"add_": torch.add, "mul_": torch.mul}


class Recorder(TorchFunctionMode):
    """Records every value that depends on the image, so none is computed in place.

    given: the values that decide the branches, one tensor for each call with branches; None: PyTorch's own.
    """

    def __init__(self, network, given=None):
        super().__init__()
        self.given = given
        self.values = []  # module and function, tensor
        self.branches = []  # input, decide
        self.modules = [""]
        for name, module in network.named_modules():
            module.register_forward_pre_hook(lambda *_, name=name: self.modules.append(name))
            module.register_forward_hook(self.leave)

    def leave(self, *_):
        self.modules.pop()

    def __torch_function__(self, function, types, args=(), kwargs=None):
        name = function.__name__
        kwargs = {key: value for key, value in (kwargs or {}).items() if key != "inplace"}
        if name in BRANCHING:
            result = self.branch(name, *args, **kwargs)
        else:
            result = IN_PLACE.get(name, function)(*args, **kwargs)
        for value in result if isinstance(result, (tuple, list)) else [result]:
            if isinstance(value, torch.Tensor) and value.requires_grad:
                self.values.append((f"{self.modules[-1]} {name}".strip(), value))
        return result

    def branch(self, name, x, *args, return_indices=False, **kwargs):
        decide, result = BRANCHING[name]
        if name == "hardtanh" and (*args, *kwargs.values()) != (0, 6):
            raise SystemExit(f"hardtanh({args}, {kwargs}) is not ReLU6.")
        chosen = (lambda values: decide(values, *args, **kwargs)) if name == "max_pool2d" else decide
        place = len(self.branches)
        self.branches.append((x.detach(), chosen))
        return result(x, chosen(x if self.given is None else self.given[place].view(x.shape)))


def forms(value, height, width):
    """Functions from a tensor like the value to maps, [C, height, width]."""
    grid = height * width
    if value.dim() == 4:
        return [lambda x: x[0], lambda x: x[0].permute(2, 0, 1)]
    if value.dim() == 3 and value.shape[1] >= grid:
        return [lambda x: x[0, -grid:].T.reshape(-1, height, width)]
    return []


def find(values, layer):
    """The first value that holds the layer's numbers: its name, itself, and how it becomes maps."""
    _, height, width = layer.shape
    for name, value in values:
        for form in forms(value, height, width):
            maps = form(value.detach())
            if maps.shape == layer.shape and relative(layer, maps) <= TOLERANCE:
                return name, value, form
    raise SystemExit(f"No value of the network holds the numbers of the layer of shape {tuple(layer.shape)}.")


def relative(found, wanted):
    return float((found - wanted).abs().max() / wanted.abs().max())


def plus_plus(a, g):
    below = 2 * g**2 + a.sum((1, 2), keepdim=True) * g**3 + 1e-6
    weights = torch.where(g == 0, zeros(g), g**2 / below) * g.relu()
    return (weights.sum((1, 2), keepdim=True) * a).sum(0)


def eigen(a, _):
    """Of the places furthest from 0, within 1e-4 of the distance, the first is positive."""
    x = a.flatten(1).T
    x = x - x.mean(0)
    projected = x @ torch.linalg.svd(x, full_matrices=False).Vh[0]
    distances = projected.abs()
    first = projected[distances >= 0.9999 * distances.max()][0]
    return (projected * first.sign()).view(a.shape[1:])


# Activations and gradients, [C, H, W], to the raw map, [H, W].
METHODS = {
    "grad-cam": lambda a, g: (g.mean((1, 2), keepdim=True) * a).sum(0),
    "grad-cam++": plus_plus,
    "x-grad-cam": lambda a, g: ((g * a).sum((1, 2), keepdim=True) / (a.sum((1, 2), keepdim=True) + 1e-7) * a).sum(0),
    "hires-cam": lambda a, g: (g * a).sum(0),
    "layer-cam": lambda a, g: (g.relu() * a).sum(0),
    "grad-cam-element-wise": lambda a, g: (g * a).relu().sum(0),
    "eigen-cam": eigen,
}


def explain(folder, layers, given=None):
    """Logits; for each layer what computed it and its maps; the inputs of the operators with branches."""
    described = json.loads((folder / "network.json").read_text())
    network = torch.load(folder / "network.pt").double().requires_grad_(False)
    image = read(folder / "image.f32", [1, 3, described["height"], described["width"]]).requires_grad_()
    with Recorder(network, given) as recorder:
        logits = network(image)
    found = [find(recorder.values, layer) for layer in layers]
    gradients = torch.autograd.grad(logits[0, described["class"]], [value for _, value, _ in found])
    explained = []
    for (name, value, form), gradient in zip(found, gradients):
        a, g = form(value.detach()), form(gradient)
        maps = {method: compute(a, g).flatten().tolist() for method, compute in METHODS.items()}
        explained.append({"computedBy": name, "maps": maps})
    return logits.detach()[0].tolist(), explained, recorder.branches


def read(file, shape):
    return torch.from_numpy(numpy.fromfile(file, numpy.float32)).double().view(shape)


def compare(folder):
    request = json.loads((folder / "request.json").read_text())
    layers, given = (
        [read(folder / f"{kind}-{i}.f32", shape) for i, shape in enumerate(request[key])]
        for kind, key in [("layer", "layers"), ("branch", "branches")]
    )
    logits, own, branches = explain(folder, layers)
    shapes = [list(x.shape) for x, _ in branches]
    if shapes != request["branches"]:
        raise SystemExit(f"The file's operators with branches take {request['branches']}, the network's {shapes}.")
    _, taken, _ = explain(folder, layers, given)
    result = {
        "logits": logits,
        "layers": [
            {"computedBy": a["computedBy"], "own": a["maps"], "same": b["maps"]} for a, b in zip(own, taken)
        ],
        "branches": {
            "values": sum(x.numel() for x in given),
            "changed": sum(int((decide(x) != decide(y)).sum()) for (x, decide), y in zip(branches, given)),
            "difference": max((relative(y, x) for (x, _), y in zip(branches, given)), default=0),
        },
    }
    (folder / "maps.json").write_text(json.dumps(result))


compare(Path(sys.argv[1]))
