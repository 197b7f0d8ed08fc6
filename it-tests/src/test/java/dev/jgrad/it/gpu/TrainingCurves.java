package dev.jgrad.it.gpu;

import dev.jgrad.autograd.Autocast;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * ResNet-18 trained for some steps on the CPU and on CUDA in each precision, from the same weights on the same batches. The
 * curves are compared where rounding has not had the time to lead them apart: all precisions agree at first, float32 for
 * longer; all of them learn.
 */
public final class TrainingCurves {
    private final int width;
    private final int size;
    private final int batch;
    private final int steps;
    private final Findings findings = new Findings("training");

    private TrainingCurves(int width, int size, int batch, int steps) {
        this.width = width;
        this.size = size;
        this.batch = batch;
        this.steps = steps;
    }

    /** Arguments: {@code WIDTH SIZE BATCH STEPS}; 64 64 16 20 without. */
    public static void main(String[] args) {
        int[] n = args.length == 4
                ? Arrays.stream(args).mapToInt(Integer::parseInt).toArray()
                : new int[] {64, 64, 16, 20};
        new TrainingCurves(n[0], n[1], n[2], n[3]).run();
    }

    private void run() {
        double[] cpu = curve(Device.CPU, () -> new Guard(() -> {}));
        findings.note("cpu float32", text(cpu));
        CudaOptions.cudnnTf32(false);
        CudaOptions.matmulTf32(false);
        // A graph and single steps are to choose algorithms that give the same each time.
        CudaOptions.deterministic(true);
        double[] exact = curve(Device.cuda(0), () -> new Guard(() -> {}));
        compare("cuda float32", cpu, exact, 5, 1e-4, 5e-3);
        compare("cuda float32 graph", exact, graphCurve(), steps, 1e-5, 1e-3);
        CudaOptions.deterministic(false);
        CudaOptions.cudnnTf32(true);
        CudaOptions.matmulTf32(true);
        compare("cuda TF32", cpu, curve(Device.cuda(0), () -> new Guard(() -> {})), 2, 1e-2, 5e-2);
        CudaOptions.matmulTf32(false);
        compare(
                "cuda bfloat16",
                cpu,
                curve(Device.cuda(0), () -> Autocast.of("cuda", DType.BFLOAT16)),
                2,
                3e-2,
                width < 64 ? 0.3 : 0.1);
        findings.end();
    }

    /** The first loss differs by rounding alone, the next few by what has come of it. */
    private void compare(String name, double[] cpu, double[] cuda, int few, double first, double later) {
        double atFirst = Math.abs(cuda[0] - cpu[0]) / cpu[0];
        int near = Math.min(steps, few);
        double until = 0;
        for (int i = 0; i < near; i++) {
            until = Math.max(until, Math.abs(cuda[i] - cpu[i]) / Math.max(cpu[i], 0.1 * cpu[0]));
        }
        double learnt = cuda[steps - 1] / cuda[0];
        double expected = cpu[steps - 1] / cpu[0];
        boolean learns = learnt < expected + 0.25;
        findings.check(
                atFirst <= first && until <= later && learns,
                name,
                String.format(
                        Locale.ROOT,
                        "first loss off by %.1e (allowed %.0e), the first %d by %.1e (%.0e), last/first %.3f (cpu %.3f):"
                                + " %s",
                        atFirst,
                        first,
                        near,
                        until,
                        later,
                        learnt,
                        expected,
                        text(cuda)));
    }

    private static String text(double[] curve) {
        StringBuilder text = new StringBuilder();
        for (double loss : curve) {
            text.append(String.format(Locale.ROOT, "%.4f ", loss));
        }
        return text.toString().strip();
    }

    /** One step after the other on the same batch; the same weights and images on every device. */
    private final class Run {
        private final Tensor x;
        private final Tensor y;
        private final Module net;
        private final SGD optimizer;
        private final Supplier<Guard> precision;
        private Tensor loss;

        Run(Device device, Supplier<Guard> precision) {
            Generator.manualSeed(7);
            Tensor images;
            Tensor classes;
            try (var _ = Devices.use(Device.CPU)) {
                net = ReducedResNet.of(width, 10);
                images = Tensors.randn(batch, 3, size, size);
                classes = Tensors.arange(batch).remainder(10);
            }
            net.to(device);
            x = images.to(device);
            y = classes.to(device);
            optimizer = new SGD(net.parameters(), 0.005, 0.9);
            loss = x;
            this.precision = precision;
        }

        void step() {
            optimizer.zeroGrad();
            try (var _ = precision.get()) {
                loss = Functional.crossEntropy(net.call(x), y);
            }
            loss.backward();
            optimizer.step();
        }
    }

    private double[] curve(Device device, Supplier<Guard> precision) {
        Run run = new Run(device, precision);
        double[] losses = new double[steps];
        for (int i = 0; i < steps; i++) {
            run.step();
            losses[i] = run.loss.item();
        }
        return losses;
    }

    /** The same through a graph, which has done three steps when it is there; their losses are those of a second run. */
    private double[] graphCurve() {
        Run run = new Run(Device.cuda(0), () -> new Guard(() -> {}));
        double[] losses = new double[steps];
        int[] done = {0};
        try (CudaGraph graph = CudaGraph.capture(() -> {
            run.step();
            done[0]++;
        })) {
            findings.check(graph.isRecorded(), "the step is recorded", graph.obstacle());
            int before = done[0];
            losses[before - 1] = run.loss.item();
            for (int i = before; i < steps; i++) {
                graph.replay();
                losses[i] = run.loss.item();
            }
            double[] eager = curve(Device.cuda(0), () -> new Guard(() -> {}));
            System.arraycopy(eager, 0, losses, 0, before - 1);
        }
        return losses;
    }
}
