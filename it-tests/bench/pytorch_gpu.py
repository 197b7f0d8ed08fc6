#!/usr/bin/env python3
"""PyTorch's side of the GPU benchmark.  Usage: pytorch_gpu.py [--seconds S] CASE...; prints a JSON line for each case.

The cases are those of dev.jgrad.it.gpu.GpuWork and do the same work. For bfloat16 the networks and their input are in
channels_last, PyTorch's faster layout for them; format=nchw says otherwise. mode=graph captures the whole step.
"""
import gc
import json
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

GROUP = 0.02


class Block(nn.Module):
    """torchvision's BasicBlock and Bottleneck in one."""

    def __init__(self, i, w, stride, expansion):
        super().__init__()
        o = w * expansion
        if expansion == 1:
            convs = [(i, w, 3, stride), (w, w, 3, 1)]
        else:
            convs = [(i, w, 1, 1), (w, w, 3, stride), (w, o, 1, 1)]
        self.convs = nn.ModuleList(nn.Conv2d(a, b, k, s, k // 2, bias=False) for a, b, k, s in convs)
        self.bns = nn.ModuleList(nn.BatchNorm2d(b) for _, b, _, _ in convs)
        same = stride == 1 and i == o
        self.down = None if same else nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        y = x
        for n, (c, b) in enumerate(zip(self.convs, self.bns)):
            y = b(c(y))
            if n < len(self.convs) - 1:
                y = self.relu(y)
        y += x if self.down is None else self.down(x)
        return self.relu(y)


class ResNet(nn.Module):
    def __init__(self, depth, width=64):
        super().__init__()
        blocks, e = {18: ((2, 2, 2, 2), 1), 50: ((3, 4, 6, 3), 4)}.get(depth, ((2, 2, 2, 2), 1))
        self.stem = nn.Sequential(
            nn.Conv2d(3, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)
        )
        layers, i = [], width
        for stage, n in enumerate(blocks):
            for b in range(n):
                layers.append(Block(i, width << stage, 2 if stage and not b else 1, e))
                i = (width << stage) * e
        self.layers, self.fc = nn.Sequential(*layers), nn.Linear(i, 1000)

    def forward(self, x):
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(self.layers(self.stem(x)), 1), 1))


def resnet(p, device, train):
    net = ResNet(int(p.get("depth", 18)), int(p.get("width", 64))).to(device)
    b, h = int(p.get("b", 16)), int(p.get("h", 64))
    x, y = torch.rand(b, 3, h, h, device=device), torch.randint(0, 1000, (b,), device=device)
    half = p.get("precision") == "bfloat16"
    if half and p.get("format") != "nchw":
        net, x = net.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)
    cast = lambda: torch.autocast(device, torch.bfloat16, enabled=half)  # noqa: E731
    if not train:
        net.eval()

        def infer():
            with torch.inference_mode(), cast():
                return net(x)

        return infer
    opt = torch.optim.SGD(net.parameters(), 1e-2, 0.9)

    def step():
        opt.zero_grad(set_to_none=True)
        with cast():
            loss = F.cross_entropy(net(x), y)
        loss.backward()
        opt.step()

    return step


def work(kind, p, device):
    n = int(p.get("n", 1 << 26))
    if kind == "resnet-train":
        return resnet(p, device, True)
    if kind == "resnet-infer":
        return resnet(p, device, False)
    if kind == "gemm":
        n = int(p.get("n", 8192))
        name = {"tf32": "float32"}.get(p.get("precision", "float32"), p.get("precision", "float32"))
        a, b = (torch.randn(n, n, device=device).to(getattr(torch, name)) for _ in range(2))
        return lambda: a @ b
    if kind == "conv":
        dtype = torch.bfloat16 if p.get("precision") == "bfloat16" else torch.float32
        x, w = torch.rand(1, 64, 8, 8, device=device).to(dtype), torch.rand(64, 64, 3, 3, device=device).to(dtype)
        if dtype == torch.bfloat16:
            x, w = (t.contiguous(memory_format=torch.channels_last) for t in (x, w))
        return lambda: F.conv2d(x, w, None, 1, 1)
    x = torch.rand({"add": int(p.get("n", 10)), "launch": 1}.get(kind, n), device=device)
    if kind == "mul":
        other = torch.rand(n, device=device)
        return lambda: x * other
    if kind == "copy":
        target = torch.empty_like(x)
        return lambda: target.copy_(x)
    return {"add": lambda: x + x, "launch": lambda: x.add_(1), "relu": lambda: torch.relu(x), "sum": lambda: x.sum()}[kind]


def captured(body):
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            body()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        body()
    return graph.replay


def group(body, calls, wait):
    wait()
    start = time.perf_counter()
    for _ in range(calls):
        body()
    wait()
    return (time.perf_counter() - start) / calls


def measure(text, seconds, device):
    kind, _, rest = text.partition(":")
    p = dict(pair.split("=", 1) for pair in rest.split(",")) if rest else {}
    tf32 = p.get("precision") == "tf32"
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = p.get("tune") == "1"
    wait = torch.cuda.synchronize if device == "cuda" else (lambda: None)
    torch.manual_seed(0)
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    body = work(kind, p, device)
    if p.get("mode") == "graph" and device == "cuda":
        body = captured(body)
    start, one, rounds = time.perf_counter(), 1e9, 0
    while time.perf_counter() - start < seconds / 2 or rounds < 3:
        one, rounds = min(one, group(body, 1, wait)), rounds + 1
    inner = int(max(1, min(10000, GROUP / one)))
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds or len(times) < 3:
        times.append(group(body, inner, wait))
    median = statistics.median(times)
    out = {"case": text, "median_us": round(median * 1e6, 3), "min_us": round(min(times) * 1e6, 3), "n": len(times) * inner}
    if device == "cuda":
        out["peak_mib"] = round(torch.cuda.max_memory_allocated() / 1048576, 1)
    n = 4.0 * int(p.get("n", 1 << 26))
    moved = {"copy": 2 * n, "relu": 2 * n, "mul": 3 * n, "sum": n}.get(kind)
    if moved:
        out["gb_per_s"] = round(moved / median / 1e9, 1)
    if kind == "gemm":
        out["tflops"] = round(2 * int(p.get("n", 8192)) ** 3 / median / 1e12, 2)
    return out


def main():
    seconds, device, cases, args = 3.0, "cuda", [], sys.argv[1:]
    while args:
        a = args.pop(0)
        if a == "--seconds":
            seconds = float(args.pop(0))
        elif a == "--device":
            device = args.pop(0)  # cpu: a dry run
        else:
            cases.append(a)
    for text in cases:
        try:
            print(json.dumps(measure(text, seconds, device)), flush=True)
        except Exception as e:  # an out-of-memory of one case must not end the others
            print(json.dumps({"case": text, "error": str(e).splitlines()[0] if str(e) else repr(e)}), flush=True)
        gc.collect()
        if device == "cuda":
            torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
