package dev.jgrad.it.gpu;

import dev.jgrad.data.Device;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;

/** Device memory in use after equal numbers of training steps, without any scope: it must not grow. */
public final class LeakCheck {
    private static final int SAMPLES = 6;

    private LeakCheck() {}

    /** Arguments: {@code STEPS} between two looks, {@code WIDTH SIZE BATCH} of the net; 50 64 64 16 without. */
    public static void main(String[] args) throws InterruptedException {
        int[] n = {50, 64, 64, 16};
        for (int i = 0; i < args.length; i++) {
            n[i] = Integer.parseInt(args[i]);
        }
        Findings findings = new Findings("leaks");
        Device device = Device.cuda(0);
        Backend backend = Devices.backend(device);
        Generator.manualSeed(1);
        Module net = ReducedResNet.of(n[1], 10);
        net.to(device);
        Tensor x = Tensors.randn(n[3], 3, n[2], n[2]).to(device);
        Tensor y = Tensors.arange(n[3]).remainder(10).to(device);
        var optimizer = new Adam(net.parameters(), 1e-3);
        long[] used = new long[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int i = 0; i < n[0]; i++) {
                optimizer.zeroGrad();
                Functional.crossEntropy(net.call(x), y).backward();
                optimizer.step();
            }
            backend.synchronize(backend.stream());
            used[sample] = settled(backend);
            findings.note(
                    "after " + (sample + 1) * n[0] + " steps",
                    used[sample] + " bytes in use, at most " + backend.memoryUse());
        }
        // The first look may fall before all optimizer state and workspaces exist.
        long growth = used[SAMPLES - 1] - used[1];
        findings.check(
                growth <= used[1] / 50,
                "device memory is flat",
                "grew by " + growth + " bytes from the second look on");
        findings.end();
    }

    /** Bytes in use when nothing is left to collect. */
    private static long settled(Backend backend) throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            backend.emptyCache();
            least = Math.min(least, backend.memoryUse().allocated());
        }
        return least;
    }
}
