package dev.jgrad.it.memory;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Fft;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.SignalWindows;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/** A program for a small Java heap: calls whose tensors fit into memory, and whose Java arrays, if they have any, do not fit into the heap. */
public final class SmallHeap {
    private static final int MANY = 1 << 24;
    private static final TensorOptions DEFAULT = TensorOptions.DEFAULT;

    private SmallHeap() {}

    /** Prints a line for each call: its name, and {@code done}, {@code refused} or what else became of it. */
    public static void main(String[] args) {
        calls().forEach((name, call) -> {
            String end;
            try {
                call.run();
                end = "done";
            } catch (JgradException e) {
                end = "refused " + e;
            } catch (Throwable e) {
                StackTraceElement[] at = e.getStackTrace();
                end = "threw " + e + (at.length == 0 ? "" : " at " + at[0]);
            }
            System.out.println(name + " " + end.lines().findFirst().orElse(""));
        });
    }

    private static Tensor zeros(long... sizes) {
        return Tensors.zeros(sizes);
    }

    private static Map<String, Runnable> calls() {
        Map<String, Runnable> all = new LinkedHashMap<>();
        fill(all);
        all.put("asStrided.backward", () -> {
            Tensor x = zeros(MANY).requiresGrad_();
            x.asStrided(new long[] {2, MANY - 1}, new long[] {1, 1}, 0).sum().backward();
        });
        all.put("combinations", () -> Tensors.combinations(Tensors.arange(110), 4, false));
        all.put("toDoubleArray", () -> zeros(MANY).toDoubleArray());
        return all;
    }

    private static void fill(Map<String, Runnable> all) {
        Tensor one = Tensors.ones(1);
        Tensor endless = one.expand(1L << 40);
        all.put("histogram", () -> Tensors.histogram(one, 1 << 27, null, null, false));
        all.put("histogramdd", () -> Tensors.histogramdd(zeros(16, 17), 3, null, null, false));
        all.put(
                "histogramddOfManyDimensions",
                () -> Tensors.histogramdd(one.expand(2, 1L << 40), 1, null, null, false));
        all.put("unique", () -> zeros(MANY / 4, 1).unique(true, true, true, 0));
        all.put("linspace", () -> Tensors.linspace(0, 1, 1 << 30));
        all.put("logspace", () -> Tensors.logspace(DEFAULT, zeros(), zeros(), 1 << 30, 2));
        for (String mode : new String[] {"nearest", "linear"}) {
            all.put("interpolate." + mode, () -> Functional.interpolate(zeros(1, 1, 2), new long[] {1 << 26}, mode));
            all.put(
                    "interpolate.beyond." + mode,
                    () -> Functional.interpolate(zeros(1, 1, 2), new long[] {1L << 33}, mode));
        }
        all.put("pad", () -> Functional.pad(zeros(1, 1, 2), new long[] {1 << 26, 0}, "replicate"));
        all.put("pad.beyond", () -> Functional.pad(zeros(1, 1, 2), new long[] {1L << 40, 0}, "replicate"));
        all.put("frexp", () -> Tensors.frexp(zeros(MANY)));
        all.put("zeta", () -> Special.zeta(zeros(MANY), zeros(MANY)));
        all.put("unbind", () -> endless.unbind(0));
        all.put("unbind.many", () -> one.expand(MANY).unbind(0));
        all.put("split", () -> endless.split(1, 0));
        all.put("split.many", () -> one.expand(MANY).split(1, 0));
        all.put("chunk", () -> zeros(0).chunk(Integer.MAX_VALUE, 0));
        all.put("det", () -> Linalg.det(one.expand(1L << 20, 1L << 20)));
        all.put("inv", () -> Linalg.inv(zeros(3000, 3000)));
        all.put("svd", () -> Linalg.svd(zeros(1, 100_000), true));
        all.put("fftfreq", () -> Fft.fftfreq(1 << 30, 1, DEFAULT));
        all.put("irfft", () -> Fft.irfft(zeros(4), 1L << 18, -1, null));
        all.put("hann", () -> SignalWindows.hann(1 << 30, true, DEFAULT));
        all.put(
                "ctcLoss",
                () -> Functional.ctcLoss(
                        zeros(3000, 1, 2),
                        Tensors.ones(TensorOptions.dtype(DType.INT64), 1, 3000),
                        new long[] {3000},
                        new long[] {3000},
                        0,
                        "mean",
                        true));
        all.put(
                "fractionalMaxPool2d",
                () -> Functional.fractionalMaxPool2d(
                        zeros(1, 1, 2000, 2000), new long[] {2}, new long[] {1900}, null, null));
        all.put(
                "segmentReduce",
                () -> Tensors.segmentReduce(
                        one, "sum", Tensors.zeros(TensorOptions.dtype(DType.INT64), MANY), null, 0, true, null));
        all.put("randperm", () -> Tensors.randperm(MANY));
        kernels(all);
    }

    /** What the kernels do, whose arrays hold a row at most. */
    private static void kernels(Map<String, Runnable> all) {
        Tensor row = zeros(MANY);
        Tensor wide = zeros(2, MANY / 2);
        all.put("sort", () -> row.sort(0, false));
        all.put("topk", () -> row.topk(MANY / 2, 0, true));
        all.put("kthvalue", () -> row.kthvalue(MANY / 2, 0, false));
        all.put("median", row::median);
        all.put("mode", row::mode);
        all.put("argmax", () -> wide.argmax(0, false));
        all.put("max", () -> wide.max(0, false));
        all.put("std", () -> wide.std(0));
        all.put("sum", () -> wide.sum(0));
        all.put("nonzero", row::nonzero);
        all.put("gather", () -> row.gather(0, row.toLong()));
        all.put("get", () -> row.indexSelect(0, row.toLong()));
        all.put("adaptiveAvgPool1d", () -> Functional.adaptiveAvgPool1d(zeros(1, 1, 4), MANY));
        all.put(
                "maxPool1d",
                () -> Functional.maxPool1d(
                        zeros(1, 1, MANY), new long[] {2}, null, new long[] {0}, new long[] {1}, false));
        all.put("layerNorm", () -> Functional.layerNorm(row, new long[] {MANY}, row, row, 1e-5));
        all.put("batchNorm", () -> Functional.batchNorm(wide, null, null, null, null, true, 0.1, 1e-5));
        all.put("softmax", () -> row.softmax(0));
        all.put("multinomial", () -> Tensors.ones(MANY).multinomial(10, false));
        all.put("quantile", () -> row.quantile(0.5));
    }
}
