package dev.jgrad.it.gpu;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.DeviceException;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.testkit.CopySamples;
import dev.jgrad.testkit.DecompositionSamples;
import dev.jgrad.testkit.FormSamples;
import dev.jgrad.testkit.FunctionalSamples;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.OpSamples;
import dev.jgrad.testkit.StructuredSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every sample of the operator tables on the CPU and on CUDA: results and gradients, in float64 and float32. */
public final class Parity {
    private Parity() {}

    /**
     * Arguments: {@code [--from N] [FILTER]}: how many samples to leave out, a part of the names of those to run. When a
     * sample has lost the device, the process ends, and says {@code go on with N}.
     */
    public static void main(String[] args) {
        CudaOptions.cudnnTf32(false);
        Findings findings = new Findings("parity");
        boolean skips = args.length > 1 && args[0].equals("--from");
        int from = skips ? Integer.parseInt(args[1]) : 0;
        String filter = args.length == (skips ? 2 : 0) ? "" : args[args.length - 1];
        // Samples hold index tensors on the device that is current when the tables are made.
        List<OpSample> onCpu = samples(Device.CPU);
        List<OpSample> onCuda = samples(Device.cuda(0));
        int number = 0;
        int compared = 0;
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (int i = 0; i < onCpu.size(); i++) {
                if (number++ < from || !onCpu.get(i).name().contains(filter)) {
                    continue;
                }
                if (compare(onCpu.get(i), onCuda.get(i), dtype, findings)) {
                    System.out.println("go on with " + number);
                    System.exit(1);
                }
                compared++;
            }
        }
        findings.note("samples", compared + " samples, results and gradients, float64 and float32");
        findings.end();
    }

    private static List<OpSample> samples(Device device) {
        try (var _ = Devices.use(device)) {
            return Stream.of(
                            OpSamples.all(),
                            FunctionalSamples.all(),
                            StructuredSamples.all(),
                            DecompositionSamples.all(),
                            CopySamples.all(),
                            FormSamples.all())
                    .flatMap(List::stream)
                    .toList();
        }
    }

    /** True when the device is lost. */
    private static boolean compare(OpSample cpu, OpSample cuda, DType dtype, Findings findings) {
        String name = cpu.name() + " " + dtype.label();
        try {
            List<double[]> expected = run(cpu, dtype, Device.CPU);
            List<double[]> actual = run(cuda, dtype, Device.cuda(0));
            String difference = difference(expected, actual, dtype == DType.FLOAT64 ? 1e-9 : 2e-4);
            if (difference == null) {
                findings.silent();
            } else {
                findings.check(false, name, difference);
            }
        } catch (DeviceException e) {
            findings.check(false, name, "no kernel: " + e.getMessage());
        } catch (RuntimeException e) {
            findings.check(false, name, e.toString());
            return isLost();
        }
        return false;
    }

    /** Asked of the device: a backward pass wraps what it meets, and cuBLAS and cuDNN fail without that it is the end. */
    private static boolean isLost() {
        Backend backend = Devices.backend(Device.cuda(0));
        try {
            backend.synchronize(backend.stream());
            return false;
        } catch (CudaException e) {
            return e.isSticky();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The result and the gradients of all inputs, for an upstream gradient that is different everywhere. */
    private static List<double[]> run(OpSample sample, DType dtype, Device device) {
        Generator.manualSeed(1);
        try (var _ = Devices.use(device)) {
            List<Tensor> inputs = new ArrayList<>();
            for (Tensor t : sample.inputs().get()) {
                inputs.add(t.to(dtype).detach().requiresGrad_());
            }
            Tensor out = sample.function().apply(inputs);
            Tensor upstream = out.detach().mul(0).add(1).mul(0.5);
            if (out.requiresGrad()) {
                out.backward(upstream);
            }
            List<double[]> all = new ArrayList<>();
            all.add(out.detach().toDoubleArray());
            for (Tensor input : inputs) {
                Tensor grad = input.grad();
                all.add(grad == null ? new double[0] : grad.toDoubleArray());
            }
            return all;
        }
    }

    private static @Nullable String difference(List<double[]> expected, List<double[]> actual, double tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            double[] e = expected.get(i);
            double[] a = actual.get(i);
            String what = i == 0 ? "result" : "gradient " + (i - 1);
            if (e.length != a.length) {
                return what + " has " + a.length + " elements instead of " + e.length;
            }
            double scale = 1;
            for (double v : e) {
                scale = Double.isFinite(v) ? Math.max(scale, Math.abs(v)) : scale;
            }
            for (int k = 0; k < e.length; k++) {
                boolean same = Double.isNaN(e[k])
                        ? Double.isNaN(a[k])
                        : e[k] == a[k] || Math.abs(e[k] - a[k]) <= tolerance * scale;
                if (!same) {
                    return what + " element " + k + ": " + a[k] + " instead of " + e[k];
                }
            }
        }
        return null;
    }
}
