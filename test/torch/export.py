"""Exports a torchvision network with random weights: `export.py NAME FOLDER`; `export.py` alone lists the networks.

FOLDER receives network.onnx, network.pt (the same network for reference.py), image.f32 (float32 [1, 3, height, width]) and
network.json: {class, classes, height, width}, the class with the highest logit in float64, how many there are, and the
image's sides. `export.py` alone writes {networks, versions} as JSON to standard output.
"""

import json
import math
import platform
import sys
import warnings
from pathlib import Path

import onnx
import torch
import torchvision
from torch import nn
from torchvision import models

# Name: what builds it, operator set, height and width, free dimensions, what is special about it.
NETWORKS = {
    "resnet50": (models.resnet50, 17, (96, 128), (), "residual sums, bottlenecks; not square"),
    "densenet121": (models.densenet121, 13, (96, 96), (), "concatenations, BatchNorm before convolutions"),
    "googlenet": (
        lambda: models.googlenet(transform_input=True, init_weights=False),
        *(11, (96, 96), (), "branches, pooling with ceil_mode, preprocessing in the graph"),
    ),
    "mobilenet_v2": (models.mobilenet_v2, 9, (96, 96), (0, 2, 3), "convolutions per channel, ReLU6; size and batch free"),
    "mobilenet_v3_small": (models.mobilenet_v3_small, 13, (96, 96), (), "hard swish of two operators, squeeze and excitation"),
    "efficientnet_b0": (models.efficientnet_b0, 16, (96, 96), (0,), "SiLU, squeeze and excitation; batch free"),
    "shufflenet_v2_x1_0": (models.shufflenet_v2_x1_0, 12, (96, 96), (), "split and shuffled channels"),
    "convnext_tiny": (models.convnext_tiny, 15, (64, 64), (), "LayerNorm of elementary operators, GELU, layer scale"),
    "swin_t": (models.swin_t, 14, (112, 112), (), "attention in shifted windows, channels last"),
    "vit": (
        lambda: models.VisionTransformer(64, 8, num_layers=6, num_heads=4, hidden_dim=128, mlp_dim=256),
        *(17, (64, 64), (), "attention, class token, position embedding"),
    ),
}


def build(name):
    """The network in evaluation mode and its image, both float32 and always the same."""
    make, _, size, _, _ = NETWORKS[name]
    torch.manual_seed(list(NETWORKS).index(name))
    network = make().eval()
    with torch.no_grad():
        randomise(network, torch.cat([random_image(size) for _ in range(4)]))
    return network, random_image(size)


def random_image(size):
    """Float32 [1, 3, *size]: blurred spots and noise."""
    spots = nn.functional.interpolate(torch.randn(1, 3, 6, 6), size, mode="bicubic", align_corners=False)
    return spots + 0.3 * torch.randn(1, 3, *size)


def randomise(network, images):
    """Constant parameters become random; statistics of BatchNorm those of the images, moved at random."""
    for name, parameter in network.named_parameters():
        if name.endswith("layer_scale"):
            parameter.uniform_(0.2, 1)
        elif parameter.std() == 0 and parameter.dim() == 2:
            parameter.normal_(std=1 / math.sqrt(parameter.shape[1]))
        elif parameter.std() == 0:
            parameter.add_(torch.randn_like(parameter), alpha=0.2)
    hooks = [
        module.register_forward_pre_hook(set_statistics)
        for module in network.modules()
        if isinstance(module, nn.BatchNorm2d)
    ]
    network(images)
    for hook in hooks:
        hook.remove()


def set_statistics(norm, inputs):
    """Before the values are normalised, so the next BatchNorm sees what these statistics make of them."""
    mean, variance = inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3))
    norm.running_mean.copy_(mean + 0.2 * variance.sqrt() * torch.randn_like(mean))
    norm.running_var.copy_(variance * (0.5 + torch.rand_like(mean)))


def export(name, folder):
    _, opset, (height, width), free, _ = NETWORKS[name]
    network, image = build(name)
    torch.save(network, folder / "network.pt")
    image.numpy().tofile(folder / "image.f32")
    axes = {"input": {axis: f"d{axis}" for axis in free}, "output": {0: "d0"} if 0 in free else {}}
    names = {"input_names": ["input"], "output_names": ["output"], "dynamic_axes": axes}
    file = str(folder / "network.onnx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, image, file, opset_version=opset, **names)
    onnx.checker.check_model(file)
    with torch.no_grad():
        logits = network.double()(image.double())
    described = {"class": int(logits.argmax()), "classes": logits.shape[1], "height": height, "width": width}
    (folder / "network.json").write_text(json.dumps(described))


def described():
    versions = {
        "Python": platform.python_version(),
        "PyTorch": torch.__version__,
        "torchvision": torchvision.__version__,
        "onnx": onnx.__version__,
    }
    networks = [
        {"name": name, "opset": opset, "height": size[0], "width": size[1], "traits": traits}
        for name, (_, opset, size, _, traits) in NETWORKS.items()
    ]
    return {"networks": networks, "versions": versions}


if len(sys.argv) == 1:
    print(json.dumps(described()))
else:
    export(sys.argv[1], Path(sys.argv[2]))
