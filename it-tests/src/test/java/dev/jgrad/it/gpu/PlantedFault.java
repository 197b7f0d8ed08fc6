package dev.jgrad.it.gpu;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;

/** Run under compute-sanitizer: a kernel with a fault, or training steps without one. */
public final class PlantedFault {
    private PlantedFault() {}

    /** Arguments: {@code memcheck}, {@code racecheck} or {@code none}. */
    public static void main(String[] args) {
        CudaBackend backend = (CudaBackend) Devices.backend(Device.cuda(0));
        switch (args[0]) {
            case "memcheck" -> outOfBounds(backend);
            case "racecheck" -> race(backend);
            default -> train();
        }
        backend.synchronize(backend.stream());
        System.out.println("done " + args[0]);
    }

    private static void outOfBounds(CudaBackend backend) {
        CudaStream s = backend.stream();
        // Large enough for an allocation of its own, so that the element behind the end is nobody's.
        long n = (64L << 20) / 4;
        CudaBuffer out = backend.allocate(DType.FLOAT32, n);
        KernelFunction f = backend.kernels().function("planted.cu", "outOfBounds");
        f.launch(
                s,
                (int) (n / 256 + 1),
                256,
                0,
                f.arguments().address(out.output(s)).int64(n));
        Reference.reachabilityFence(out);
    }

    private static void race(CudaBackend backend) {
        CudaStream s = backend.stream();
        CudaBuffer out = backend.allocate(DType.FLOAT32, 256);
        KernelFunction f = backend.kernels().function("planted.cu", "race");
        f.launch(s, 1, 256, 0, f.arguments().address(out.output(s)));
        Reference.reachabilityFence(out);
    }

    private static void train() {
        Device device = Device.cuda(0);
        Module net = ReducedResNet.of(8, 10);
        net.to(device);
        Tensor x = Tensors.randn(4, 3, 64, 64).to(device);
        Tensor y = Tensors.arange(4).to(device);
        var optimizer = new SGD(net.parameters(), 0.01, 0.9);
        for (int i = 0; i < 3; i++) {
            optimizer.zeroGrad();
            Functional.crossEntropy(net.call(x), y).backward();
            optimizer.step();
        }
        System.out.println("loss " + Functional.crossEntropy(net.call(x), y).item());
    }
}
