package dev.jgrad.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.testkit.Sample;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Native objects of oneDNN are as many as are needed, and go with their thread. */
final class NativeObjectsTest {
    private final Backend backend = new CpuBackend();

    @BeforeAll
    static void needsTheLibrary() {
        Assumptions.assumeTrue(OneDnn.isAvailable(), OneDnn.description());
    }

    private void multiply(int n) {
        Sample a = Sample.dense(backend, DType.FLOAT32, new double[n * 64], n, 64);
        Sample b = Sample.dense(backend, DType.FLOAT32, new double[64 * 64], 64, 64);
        Sample out = Sample.dense(backend, DType.FLOAT32, new double[n * 64], n, 64);
        backend.linalg()
                .gemm(
                        backend.stream(),
                        DType.FLOAT32,
                        out.buffer(),
                        out.layout(),
                        a.buffer(),
                        a.layout(),
                        b.buffer(),
                        b.layout(),
                        null,
                        null,
                        1,
                        0);
    }

    private void convolve(int n) {
        Layout in = Layout.channelsLast(1, 16, n, n);
        Layout out = Layout.channelsLast(1, 16, n, n);
        Sample x = Sample.dense(backend, DType.FLOAT32, new double[(int) in.numel()], in.sizes())
                .as(in);
        Sample y = Sample.dense(backend, DType.FLOAT32, new double[(int) in.numel()], in.sizes())
                .as(out);
        Sample w = Sample.dense(backend, DType.FLOAT32, new double[16 * 16 * 9], 16, 16, 3, 3);
        ConvSpec spec = new ConvSpec(new long[] {1, 1}, new long[] {1, 1}, new long[] {1, 1}, 1);
        backend.convolutions()
                .forward(
                        backend.stream(),
                        DType.FLOAT32,
                        spec,
                        y.buffer(),
                        out,
                        x.buffer(),
                        in,
                        w.buffer(),
                        w.layout(),
                        null);
        backend.convolutions()
                .inputGradient(
                        backend.stream(), DType.FLOAT32, spec, x.buffer(), in, y.buffer(), out, w.buffer(), w.layout());
        backend.convolutions()
                .weightGradient(
                        backend.stream(), DType.FLOAT32, spec, w.buffer(), w.layout(), y.buffer(), out, x.buffer(), in);
    }

    @Test
    void repetitionMakesNothingNew() {
        multiply(64);
        convolve(14);
        long before = OneDnn.liveObjects();
        for (int i = 0; i < 50; i++) {
            multiply(64);
            convolve(14);
        }
        assertEquals(before, OneDnn.liveObjects());
    }

    @Test
    void manyShapesDoNotAddUp() {
        long before = OneDnn.liveObjects();
        for (int n = 32; n < 1632; n++) {
            multiply(n);
        }
        // A primitive of a product has its descriptor, itself and four memories.
        assertTrue(OneDnn.liveObjects() - before <= 1024 * 6, () -> "live objects: " + OneDnn.liveObjects());
    }

    @Test
    void theyGoWithTheirThread() throws InterruptedException {
        multiply(64);
        convolve(14);
        long before = OneDnn.liveObjects();
        for (int i = 0; i < 5; i++) {
            Thread thread = new Thread(() -> {
                multiply(64);
                convolve(14);
            });
            thread.start();
            thread.join();
        }
        assertTrue(OneDnn.liveObjects() > before);
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (OneDnn.liveObjects() > before && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(
                OneDnn.liveObjects() <= before, () -> "live objects: " + OneDnn.liveObjects() + ", before " + before);
    }
}
