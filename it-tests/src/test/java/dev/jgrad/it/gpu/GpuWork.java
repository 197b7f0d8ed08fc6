package dev.jgrad.it.gpu;

import dev.jgrad.autograd.Autocast;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.data.DType;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * What a case does once; the same as its counterpart in {@code it-tests/bench/pytorch_gpu.py}. Tensors are made on the
 * device. A call is a {@link Scope}, so that memory goes back when the call ends, as Python frees what its function held;
 * without one it waits for the collector, which comes late on a device with much memory.
 */
final class GpuWork {
    private static volatile Object sink;
    private static @Nullable CudaGraph opened;

    private GpuWork() {}

    private static Runnable scoped(Runnable work) {
        return () -> {
            try (var _ = Scope.open()) {
                work.run();
            }
        };
    }

    static Runnable of(GpuCase c) {
        boolean tf32 = c.is("precision", "tf32");
        CudaOptions.matmulTf32(tf32);
        CudaOptions.cudnnTf32(tf32);
        CudaOptions.benchmark(c.number("tune", 0) == 1);
        // What only hardware can decide; PyTorch's side does not know these.
        CudaOptions.cudnnGraph(c.is("api", "graph"));
        CudaOptions.tf32ChannelsLast(c.is("order", "last"));
        CudaOptions.cudnnBatchNorm(!c.is("norm", "own"));
        return switch (c.kind()) {
            case "resnet-train" -> training(c);
            case "resnet-infer" -> inference(c);
            case "add" -> {
                Tensor x = Tensors.rand(c.number("n", 10));
                yield scoped(() -> sink = x.add(x));
            }
            case "launch" -> {
                Tensor x = Tensors.rand(1);
                yield scoped(() -> sink = x.add_(1));
            }
            case "copy" -> {
                Tensor x = Tensors.rand(c.number("n", 1 << 26));
                Tensor y = Tensors.emptyLike(x);
                yield scoped(() -> sink = y.copy_(x));
            }
            case "relu" -> {
                Tensor x = Tensors.rand(c.number("n", 1 << 26));
                yield scoped(() -> sink = x.relu());
            }
            case "mul" -> {
                Tensor x = Tensors.rand(c.number("n", 1 << 26));
                Tensor y = Tensors.rand(c.number("n", 1 << 26));
                yield scoped(() -> sink = x.mul(y));
            }
            case "sum" -> {
                Tensor x = Tensors.rand(c.number("n", 1 << 26));
                yield scoped(() -> sink = x.sum());
            }
            case "gemm" -> gemm(c);
            case "conv" -> convolution(c);
            default -> throw new IllegalArgumentException("no case " + c.kind());
        };
    }

    /** Bytes that go through the device's memory in a call, or 0 where that is not the point. */
    static double bytes(GpuCase c) {
        double n = 4.0 * c.number("n", 1 << 26);
        return switch (c.kind()) {
            case "copy", "relu" -> 2 * n;
            case "mul" -> 3 * n;
            case "sum" -> n;
            default -> 0;
        };
    }

    /** Floating-point operations in a call, or 0 where that is not the point. */
    static double operations(GpuCase c) {
        return c.kind().equals("gemm") ? 2 * Math.pow(c.number("n", 8192), 3) : 0;
    }

    private static Runnable gemm(GpuCase c) {
        int n = c.number("n", 8192);
        DType dtype = switch (c.word("precision", "float32")) {
            case "bfloat16" -> DType.BFLOAT16;
            case "float16" -> DType.FLOAT16;
            case "float64" -> DType.FLOAT64;
            default -> DType.FLOAT32;
        };
        Tensor a = Tensors.randn(n, n).to(dtype);
        Tensor b = Tensors.randn(n, n).to(dtype);
        return scoped(() -> sink = a.matmul(b));
    }

    /** One so small that its call is all that takes time. */
    private static Runnable convolution(GpuCase c) {
        DType dtype = c.is("precision", "bfloat16") ? DType.BFLOAT16 : DType.FLOAT32;
        Tensor x = Tensors.rand(1, 64, 8, 8).to(dtype);
        Tensor w = Tensors.rand(64, 64, 3, 3).to(dtype);
        long[] one = {1};
        return () -> sink = Functional.conv2d(x, w, null, one, one, one, 1);
    }

    private static Module net(GpuCase c) {
        return switch (c.number("depth", 18)) {
            case 18 -> ResNet.resnet18();
            case 50 -> ResNet.resnet50();
            // For dry runs: eighteen layers of a few channels.
            default -> ReducedResNet.of(c.number("width", 4), 1000);
        };
    }

    private static Guard precision(GpuCase c) {
        return c.is("precision", "bfloat16") ? Autocast.of("cuda", DType.BFLOAT16) : new Guard(() -> {});
    }

    private static Runnable training(GpuCase c) {
        Module net = net(c);
        Tensor x = Tensors.rand(c.number("b", 16), 3, c.number("h", 64), c.number("h", 64));
        Tensor y = Tensors.randint(0, 1000, c.number("b", 16));
        var optimizer = new SGD(net.parameters(), 1e-2, 0.9);
        Runnable step = () -> {
            optimizer.zeroGrad();
            Tensor loss;
            try (var _ = precision(c)) {
                loss = Functional.crossEntropy(net.call(x), y);
            }
            loss.backward();
            optimizer.step();
        };
        return mode(c, step);
    }

    /** The work as it is, or recorded once and replayed; an error where it cannot be recorded. */
    private static Runnable mode(GpuCase c, Runnable work) {
        Runnable call = scoped(work);
        if (!c.is("mode", "graph")) {
            return call;
        }
        CudaGraph graph = CudaGraph.capture(call);
        if (!graph.isRecorded()) {
            throw new IllegalStateException("not recorded: " + graph.obstacle());
        }
        opened = graph;
        return graph::replay;
    }

    /** Ends the graph of the case before, if it had one. */
    static void end() {
        CudaGraph graph = opened;
        opened = null;
        if (graph != null) {
            graph.close();
        }
    }

    private static Runnable inference(GpuCase c) {
        Module net = net(c);
        net.eval();
        Tensor x = Tensors.rand(c.number("b", 16), 3, c.number("h", 64), c.number("h", 64));
        return mode(c, () -> {
            try (var _ = Grad.inferenceMode();
                    var _ = precision(c)) {
                sink = net.call(x);
            }
        });
    }
}
