#!/usr/bin/env python3
"""What PyTorch computes with trained residual networks, for ImportedWeightsTest.

    resnet_reference.py MODELS DATA OUT             writes OUT/resnet20.ref … resnet56.ref
    resnet_reference.py MODELS DATA OUT --compare L says how far the outputs in L/resnet20.out … are from PyTorch's

MODELS holds resnet-cifar10/resnet20-*.th … of github.com/akamaster/pytorch_resnet_cifar10, DATA holds
cifar10/test_jpeg75.first2000.bin.gz. A reference is, for each of 2000 pictures, a byte for the class with the largest output
and ten 16-bit numbers, the lowest byte first: the outputs plus 24, times 1024, rounded. An .out file has the outputs as 32-bit
floats.
"""

import glob
import gzip
import sys

import numpy
import torch
import torch.nn.functional as F
from torch import nn

DEPTHS = (20, 32, 44, 56)
STEPS = 1024
LEAST = -24


class Block(nn.Module):
    """Two convolutions; the way around them drops every second pixel and pads channels with zeros where the block does not fit."""

    def __init__(self, before, after, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(after)
        self.stride = stride
        self.padding = (after - before) // 2

    def forward(self, x):
        inner = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        around = x[:, :, :: self.stride, :: self.stride]
        around = F.pad(around, (0, 0, 0, 0, self.padding, self.padding))
        return F.relu(inner + around)


class ResNet(nn.Module):
    def __init__(self, depth):
        super().__init__()
        blocks = (depth - 2) // 6
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self.stage(16, 16, blocks, 1)
        self.layer2 = self.stage(16, 32, blocks, 2)
        self.layer3 = self.stage(32, 64, blocks, 2)
        self.linear = nn.Linear(64, 10)

    @staticmethod
    def stage(before, after, blocks, stride):
        first = [Block(before, after, stride)]
        return nn.Sequential(*first, *(Block(after, after, 1) for _ in range(blocks - 1)))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(x.mean((2, 3)))


def pictures(data):
    with gzip.open(data + "/cifar10/test_jpeg75.first2000.bin.gz") as file:
        records = numpy.frombuffer(file.read(), numpy.uint8).reshape(2000, 1 + 3 * 32 * 32)
    pixels = torch.tensor(records[:, 1:].reshape(-1, 3, 32, 32).astype(numpy.float32) / 255)
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    return (pixels - mean) / deviation, records[:, 0]


def outputs(models, depth, x):
    (path,) = glob.glob(f"{models}/resnet-cifar10/resnet{depth}-*.th")
    saved = torch.load(path, map_location="cpu")["state_dict"]
    net = ResNet(depth)
    net.load_state_dict({name[len("module.") :]: value for name, value in saved.items()})
    net.eval()
    with torch.no_grad():
        return torch.cat([net(part) for part in x.split(200)]).numpy()


def main():
    models, data, out = sys.argv[1:4]
    x, labels = pictures(data)
    for depth in DEPTHS:
        y = outputs(models, depth, x)
        top = y.argmax(1)
        line = f"resnet{depth}: {(top == labels).mean():.4f} of the pictures are right"
        if len(sys.argv) > 5:
            other = numpy.fromfile(f"{sys.argv[5]}/resnet{depth}.out", "<f4").reshape(y.shape)
            line += f"; the largest difference of an output is {abs(other - y).max():.2g}"
            line += f", {(other.argmax(1) != top).sum()} pictures have another class"
        else:
            rows = numpy.empty(len(y), [("top", "u1"), ("outputs", "<u2", 10)])
            rows["top"] = top
            assert y.min() >= LEAST and y.max() < LEAST + 65535 / STEPS, (y.min(), y.max())
            rows["outputs"] = numpy.rint((y - LEAST) * STEPS)
            rows.tofile(f"{out}/resnet{depth}.ref")
            sorted_rows = numpy.sort(y, 1)
            line += f"; the closest two largest outputs differ by {(sorted_rows[:, -1] - sorted_rows[:, -2]).min():.2g}"
            line += f", the largest output is {abs(y).max():.4g}"
        print(line)


main()
