package dev.jgrad.it.gpu;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.data.Device;
import dev.jgrad.memory.GarbageCollection;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Generator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Times cases on a GPU and prints a JSON line for each. Calls are timed in groups between two waits for the device, long
 * enough that the waits do not count.
 */
public final class GpuBench {
    /** Seconds that a group of calls should take at least. */
    private static final double GROUP = 0.02;

    private GpuBench() {}

    /** Arguments: {@code [--seconds S] CASE...}. */
    public static void main(String[] args) {
        double seconds = 3;
        List<String> cases = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--seconds")) {
                seconds = Double.parseDouble(args[++i]);
            } else {
                cases.add(args[i]);
            }
        }
        Device.setDefault(Device.cuda(0));
        Backend backend = Devices.backend(Device.cuda(0));
        for (String text : cases) {
            Generator.manualSeed(0);
            ((CudaBackend) backend).memory().resetPeaks();
            try {
                time(GpuCase.of(text), backend, seconds);
            } catch (RuntimeException e) {
                System.out.println("{\"case\": \"" + text + "\", \"error\": \""
                        + String.valueOf(e.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("")
                                .replace('"', '\'')
                                .replace('\\', '/')
                        + "\"}");
            }
            GpuWork.end();
            // What is still reachable of a case would count as the peak of the next.
            GarbageCollection.run(0, () -> backend.memoryUse().allocated());
            backend.emptyCache();
        }
    }

    private static void time(GpuCase c, Backend backend, double seconds) {
        Runnable body = GpuWork.of(c);
        long start = System.nanoTime();
        double one = Double.MAX_VALUE;
        int rounds = 0;
        while (System.nanoTime() - start < seconds / 2 * 1e9 || rounds < 3) {
            one = Math.min(one, group(body, backend, 1));
            rounds++;
        }
        int inner = (int) Math.max(1, Math.min(10000, GROUP / one));
        List<Double> times = new ArrayList<>();
        start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1e9 || times.size() < 3) {
            times.add(group(body, backend, inner));
        }
        Collections.sort(times);
        double median = times.get(times.size() / 2);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"case\": \"%s\", \"median_us\": %.3f, \"min_us\": %.3f, \"n\": %d, \"peak_mib\": %.1f",
                c.text(),
                median * 1e6,
                times.getFirst() * 1e6,
                times.size() * inner,
                backend.memoryUse().peak() / 1048576.0));
        if (GpuWork.bytes(c) > 0) {
            line.append(String.format(Locale.ROOT, ", \"gb_per_s\": %.1f", GpuWork.bytes(c) / median / 1e9));
        }
        if (GpuWork.operations(c) > 0) {
            line.append(String.format(Locale.ROOT, ", \"tflops\": %.2f", GpuWork.operations(c) / median / 1e12));
        }
        System.out.println(line.append('}'));
    }

    private static double group(Runnable body, Backend backend, int calls) {
        backend.synchronize(backend.stream());
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            body.run();
        }
        backend.synchronize(backend.stream());
        return (System.nanoTime() - start) / 1e9 / calls;
    }
}
