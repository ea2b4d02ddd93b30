"""The networks of the recipes gpt-tiny-shakespeare and lstm-tiny-shakespeare in PyTorch, trained the same way.

    python docs/results/language_models.py gpt input.txt --seeds 1 2 3

For comparing losses, so what the recipes say holds here as well: the first values' distributions, AdamW with weight decay
on matrices only, the warm-up that multiplies a cosine, the bound of the gradient's norm, windows eight characters apart,
the last tenth of the text to judge by. Prints a line of JSON for each seed: the loss in nats a character on that tenth.
"""

import argparse
import json
import math
import time

import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY = 65


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = (
            product(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for product in (self.query, self.key, self.value)
        )
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.output(mixed.transpose(1, 2).reshape(batch, length, width))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.before_attention, self.before_dense = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        x = x + self.attention(self.before_attention(x))
        return x + self.down(F.gelu(self.up(self.before_dense(x))))


class Gpt(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, o.width)
        self.positions = nn.Parameter(torch.empty(o.context, o.width))
        self.blocks = nn.Sequential(*(Block(o.width, o.heads) for _ in range(o.blocks)))
        self.norm, self.out = nn.LayerNorm(o.width), nn.Linear(o.width, VOCABULARY)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, x):
        return self.out(self.norm(self.blocks(self.tokens(x) + self.positions)))


class Lstm(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, 64)
        self.cells = nn.LSTM(64, o.units, num_layers=2, batch_first=True)
        self.out = nn.Linear(o.units, VOCABULARY)
        nn.init.normal_(self.tokens.weight, std=1 / math.sqrt(64))
        nn.init.normal_(self.out.weight, std=1 / math.sqrt(o.units))
        nn.init.zeros_(self.out.bias)
        for name, parameter in self.cells.named_parameters():
            if parameter.dim() == 2:
                bound = math.sqrt(3 / parameter.shape[1])
                nn.init.uniform_(parameter, -bound, bound)
            else:
                nn.init.zeros_(parameter)
                # One offset a gate is enough: the other stays zero.
                parameter.requires_grad = "bias_ih" not in name

    def forward(self, x):
        return self.out(self.cells(self.tokens(x))[0])


def windows(text, context, stride):
    starts = torch.arange(0, len(text) - context, stride)
    return starts[:, None] + torch.arange(context)


def loss_on(net, text, at, batch):
    net.eval()
    total = 0.0
    with torch.no_grad():
        for rows in at.split(batch):
            logits = net(text[rows])
            total += F.cross_entropy(logits.flatten(0, 1), text[rows + 1].flatten(), reduction="sum").item()
    net.train()
    return total / at.numel()


def train(o, seed, text):
    torch.manual_seed(seed)
    learn = text[: len(text) - int(len(text) * 0.1)]
    judge = text[len(learn) :]
    net = Gpt(o) if o.model == "gpt" else Lstm(o)
    trained = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in trained if p.dim() == 2], "weight_decay": o.decay},
            {"params": [p for p in trained if p.dim() < 2], "weight_decay": 0.0},
        ],
        betas=(0.9, o.beta2),
    )
    at = windows(learn, o.context, 8)
    order, begun = torch.empty(0, dtype=torch.long), time.perf_counter()
    for step in range(o.steps):
        if len(order) == 0:
            order = torch.randperm(len(at))
        rows, order = at[order[: o.batch]], order[o.batch :]
        rate = o.to + (o.rate - o.to) * (1 + math.cos(math.pi * step / o.steps)) / 2
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / o.warmup)
        loss = F.cross_entropy(net(learn[rows]).flatten(0, 1), learn[rows + 1].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
    seconds = time.perf_counter() - begun
    measured = loss_on(net, judge, windows(judge, o.context, o.context), o.batch)
    print(
        json.dumps(
            {
                "model": o.model,
                "seed": seed,
                "loss": round(measured, 4),
                "steps": o.steps,
                "weights": sum(p.numel() for p in trained if p.dim() == 2),
                "seconds": round(seconds, 1),
                "torch": torch.__version__,
            }
        ),
        flush=True,
    )


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("model", choices=["gpt", "lstm"])
    a.add_argument("text")
    a.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    a.add_argument("--context", type=int, default=64)
    a.add_argument("--batch", type=int, default=64)
    a.add_argument("--steps", type=int, default=2000)
    a.add_argument("--warmup", type=int, default=100)
    a.add_argument("--blocks", type=int, default=2)
    a.add_argument("--width", type=int, default=64)
    a.add_argument("--heads", type=int, default=4)
    a.add_argument("--units", type=int, default=128)
    a.add_argument("--threads", type=int, default=2)
    o = a.parse_args()
    o.rate, o.to, o.decay, o.beta2 = (1e-3, 1e-4, 0.1, 0.99) if o.model == "gpt" else (2e-3, 1e-4, 0.01, 0.999)
    torch.set_num_threads(o.threads)
    characters = open(o.text, encoding="utf-8").read()
    number = {c: i for i, c in enumerate(sorted(set(characters)))}
    text = torch.tensor([number[c] for c in characters])
    for seed in o.seeds:
        train(o, seed, text)


if __name__ == "__main__":
    main()
