package dev.jgrad.it.bench;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.rand;
import static dev.jgrad.tensor.Tensors.randint;

import dev.jgrad.autograd.Fusion;
import dev.jgrad.autograd.Grad;
import dev.jgrad.data.MemoryFormat;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.compile.CompiledModule;
import dev.jgrad.nn.compile.CompiledStep;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.nn.layer.TransformerEncoderLayer;
import dev.jgrad.nn.layer.TransformerOptions;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.AdamW;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What each case does: the same work as its PyTorch counterpart, allocations included. A call is a {@link Scope}, so that
 * its results end with it as they do in Python.
 */
final class BenchCases {
    private static volatile Object sink;

    private BenchCases() {}

    static List<String> names() {
        return List.of(
                "resnet-train:b=16,h=64",
                "resnet-infer:b=1,h=64",
                "resnet-infer:b=16,h=64",
                "resnet-train:b=8,h=224",
                "resnet-infer:b=1,h=224",
                "train-fn",
                "train-fn-threads:t=10",
                "mlp-train:b=64",
                "transformer-train:b=8,s=64,d=256",
                "conv:b=8,i=64,o=64,k=3,h=56",
                "add:n=10",
                "add:n=1000000",
                "chain:n=1000",
                "chain:n=1000000",
                "reduce:n=1000,m=1000",
                "matmul:n=64",
                "matmul:n=1024");
    }

    static Runnable of(String kind, Map<String, Integer> p) {
        return switch (kind) {
            case "resnet-train" -> resnet(p, true);
            case "resnet-infer" -> resnet(p, false);
            case "train-fn" -> BenchCases::trainFn;
            case "train-fn-threads" -> () -> threads(p.get("t"));
            case "mlp-train" -> mlp(p);
            case "transformer-train" -> transformer(p);
            case "conv" -> conv(p);
            case "add" -> elementwise(p, x -> x.add(x));
            case "chain" ->
                elementwise(
                        p, fused(p, x -> x.mul(2).add(1).tanh().mul(x.sigmoid()).sub(x.mul(x))));
            case "reduce" -> reduce(p);
            case "matmul" -> matmul(p);
            default -> throw new IllegalArgumentException("no case " + kind + "; see --list");
        };
    }

    private static Runnable resnet(Map<String, Integer> p, boolean train) {
        Module net = switch (p.getOrDefault("depth", 18)) {
            case 18 -> ResNet.resnet18();
            case 34 -> ResNet.resnet34();
            case 50 -> ResNet.resnet50();
            default -> throw new IllegalArgumentException("depth is 18, 34 or 50");
        };
        int b = p.get("b");
        int h = p.get("h");
        Tensor x = rand(b, 3, h, h);
        Tensor y = randint(0, 1000, b);
        Optimizer opt = new SGD(net.parameters(), 1e-2, 0.9);
        net.train(train);
        boolean compiled = p.getOrDefault("compiled", 0) == 1;
        if (train && compiled) {
            CompiledStep step = CompiledStep.of(net, opt, Functional::crossEntropy);
            return () -> {
                try (var _ = Scope.open()) {
                    step.run(x, y);
                }
            };
        }
        if (train) {
            return step(opt, () -> Functional.crossEntropy(net.call(x), y));
        }
        UnaryOperator<Tensor> forward = compiled ? CompiledModule.of(net)::call : net::call;
        return () -> {
            try (var _ = Scope.open();
                    var _ = Grad.inferenceMode()) {
                sink = forward.apply(x);
            }
        };
    }

    private static Runnable step(Optimizer opt, java.util.function.Supplier<Tensor> loss) {
        return () -> {
            try (var _ = Scope.open()) {
                opt.zeroGrad();
                loss.get().backward();
                opt.step();
            }
        };
    }

    static void trainFn() {
        Tensor x = ones(TensorOptions.REQUIRES_GRAD, 5, 5);
        Tensor y = x.add(3).mul(x.add(4)).mul(0.5);
        y.sum().backward();
    }

    private static void threads(int count) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread t = new Thread(() -> {
                for (int k = 0; k < 1000; k++) {
                    trainFn();
                }
            });
            t.start();
            threads.add(t);
        }
        for (Thread t : threads) {
            try {
                t.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Runnable mlp(Map<String, Integer> p) {
        int b = p.get("b");
        Sequential net =
                new Sequential(new Linear(784, 512), new ReLU(), new Linear(512, 512), new ReLU(), new Linear(512, 10));
        Tensor x = rand(b, 784);
        Tensor y = randint(0, 10, b);
        return step(new Adam(net.parameters(), 1e-3), () -> Functional.crossEntropy(net.call(x), y));
    }

    private static Runnable transformer(Map<String, Integer> p) {
        int d = p.get("d");
        Sequential net = new Sequential(encoder(d), encoder(d));
        Tensor x = rand(p.get("b"), p.get("s"), d);
        return step(
                new AdamW(net.parameters(), 1e-3), () -> net.call(x).square().mean());
    }

    private static Module encoder(int d) {
        return new TransformerEncoderLayer(
                d,
                8,
                TransformerOptions.DEFAULT
                        .withDimFeedforward(4 * d)
                        .withDropout(0)
                        .withBatchFirst(true));
    }

    private static Runnable conv(Map<String, Integer> p) {
        int k = p.get("k");
        Conv2d c = new Conv2d(
                p.get("i"),
                p.get("o"),
                k,
                ConvOptions.DEFAULT
                        .withStride(p.getOrDefault("s", 1))
                        .withPadding(k / 2)
                        .withBias(false));
        int h = p.get("h");
        Tensor x = rand(p.get("b"), p.get("i"), h, h)
                .contiguous(MemoryFormat.CHANNELS_LAST)
                .requiresGrad_();
        return () -> {
            try (var _ = Scope.open()) {
                x.setGrad(null);
                c.weight().setGrad(null);
                c.call(x).sum().backward();
            }
        };
    }

    private static Runnable elementwise(Map<String, Integer> p, UnaryOperator<Tensor> f) {
        Tensor x = rand(p.get("n"));
        return () -> {
            try (var _ = Scope.open()) {
                sink = f.apply(x);
            }
        };
    }

    /** {@code fused=1}: the same as a compiled function. */
    private static UnaryOperator<Tensor> fused(Map<String, Integer> p, UnaryOperator<Tensor> f) {
        return p.getOrDefault("fused", 0) == 1 ? Fusion.compile(f) : f;
    }

    private static Runnable reduce(Map<String, Integer> p) {
        Tensor x = rand(p.get("n"), p.get("m"));
        return () -> {
            try (var _ = Scope.open()) {
                sink = x.sum(0);
                sink = x.amax(new int[] {1}, false);
                sink = x.softmax(1);
            }
        };
    }

    private static Runnable matmul(Map<String, Integer> p) {
        int n = p.get("n");
        Tensor a = rand(n, n);
        Tensor b = rand(n, n);
        return () -> {
            try (var _ = Scope.open()) {
                sink = a.matmul(b);
            }
        };
    }
}
