package dev.jgrad.cuda.dnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the contract cannot see: precision switches, the choice of algorithms, descriptors, failures. */
@ExtendWith(OnSimulatedCuda.class)
class ConvolutionsCudaTest {
    private static final ConvSpec PLAIN = new ConvSpec(new long[] {1, 1}, new long[] {0, 0}, new long[] {1, 1}, 1);

    private static final int BAD_PARAM = 2000;
    private static final int NOT_SUPPORTED = 3000;

    private final SimulatedCuda cuda = SimulatedCuda.get();
    private final CudaBackend backend = cuda.backend();

    @AfterEach
    void switchBack() {
        CudaOptions.cudnnTf32(true);
        CudaOptions.benchmark(false);
        CudaOptions.deterministic(false);
        CudaOptions.cudnnEnabled(true);
        CudaOptions.cudnnGraph(false);
    }

    private CudaBuffer upload(CudaStream s, float... values) {
        CudaBuffer b = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(s, DType.FLOAT32, b, 0, MemorySegment.ofArray(values), values.length);
        return b;
    }

    private float[] download(CudaStream s, CudaBuffer b, int n) {
        float[] values = new float[n];
        backend.download(s, DType.FLOAT32, b, 0, MemorySegment.ofArray(values), n);
        return values;
    }

    /** A 2x2 window of ones over a 3x3 image of 1 + 2^-12. */
    private float[] convolve(ConvolutionsCuda kernels) {
        CudaStream s = backend.stream();
        float[] image = new float[9];
        Arrays.fill(image, 1 + 0x1p-12f);
        CudaBuffer out = backend.allocate(DType.FLOAT32, 4);
        kernels.forward(
                s,
                DType.FLOAT32,
                PLAIN,
                out,
                Layout.contiguous(1, 1, 2, 2),
                upload(s, image),
                Layout.contiguous(1, 1, 3, 3),
                upload(s, 1, 1, 1, 1),
                Layout.contiguous(1, 1, 2, 2),
                null);
        return download(s, out, 4);
    }

    private float[] inputGradient(ConvolutionsCuda kernels) {
        CudaStream s = backend.stream();
        CudaBuffer out = backend.allocate(DType.FLOAT32, 9);
        kernels.inputGradient(
                s,
                DType.FLOAT32,
                PLAIN,
                out,
                Layout.contiguous(1, 1, 3, 3),
                upload(s, 1, 1, 1, 1),
                Layout.contiguous(1, 1, 2, 2),
                upload(s, 1, 1, 1, 1),
                Layout.contiguous(1, 1, 2, 2));
        return download(s, out, 9);
    }

    @Test
    void roundsOperandsOnlyWhereTf32IsAllowed() {
        float exact = 4 + 0x1p-10f;
        CudaOptions.cudnnTf32(false);
        assertArrayEquals(new float[] {exact, exact, exact, exact}, convolve(backend.convolutions()));
        CudaOptions.cudnnTf32(true);
        assertArrayEquals(new float[] {4, 4, 4, 4}, convolve(backend.convolutions()));
    }

    @Test
    void aProblemIsPlannedOnce() {
        convolve(backend.convolutions());
        cuda.reset();
        long descriptors = cuda.alive().get("cudnn descriptors");
        convolve(backend.convolutions());
        assertEquals(0, cuda.calls("cudnnCreate"));
        assertEquals(1, cuda.calls("cudnnConvolutionForward"));
        assertEquals(descriptors, cuda.alive().get("cudnn descriptors"));
    }

    @Test
    void everyChoiceOfAlgorithmsComputesTheSame() {
        float[] expected = {1, 2, 1, 2, 4, 2, 1, 2, 1};
        assertArrayEquals(expected, inputGradient(backend.convolutions()));
        CudaOptions.deterministic(true);
        assertArrayEquals(expected, inputGradient(backend.convolutions()));
        CudaOptions.benchmark(true);
        assertArrayEquals(expected, inputGradient(backend.convolutions()));
        assertArrayEquals(expected, inputGradient(backend.convolutions()));
        CudaOptions.cudnnEnabled(false);
        assertArrayEquals(expected, inputGradient(backend.convolutions()));
    }

    /** The first engine that cuDNN names does not do it in the end; the second does, unless the switches forbid it. */
    @Test
    void graphsTakeTheFirstEngineThatWorksAndIsAdmitted() {
        CudaOptions.cudnnGraph(true);
        CudaOptions.cudnnTf32(false);
        float exact = 4 + 0x1p-10f;
        assertArrayEquals(new float[] {exact, exact, exact, exact}, convolve(backend.convolutions()));
        CudaOptions.cudnnTf32(true);
        assertArrayEquals(new float[] {4, 4, 4, 4}, convolve(backend.convolutions()));
        float[] expected = {1, 2, 1, 2, 4, 2, 1, 2, 1};
        assertArrayEquals(expected, inputGradient(backend.convolutions()));
        CudaOptions.deterministic(true);
        assertArrayEquals(expected, inputGradient(backend.convolutions()));
    }

    @Test
    void aPlanOfAGraphIsBuiltOnceAndItsDescriptorsGoWithTheEngine() {
        CudaOptions.cudnnGraph(true);
        long before = cuda.alive().getOrDefault("cudnn graph descriptors", 0L);
        try (ConvolutionsCuda kernels = new ConvolutionsCuda(backend)) {
            convolve(kernels);
            long kept = cuda.alive().get("cudnn graph descriptors");
            cuda.reset();
            convolve(kernels);
            assertEquals(1, cuda.calls("cudnnBackendExecute"));
            assertEquals(kept, cuda.alive().get("cudnn graph descriptors"));
        }
        assertEquals(before, cuda.alive().getOrDefault("cudnn graph descriptors", 0L));
    }

    /** Its only exact engine is refused twice, once as a fallback; then the older functions do it. */
    @Test
    void theOlderFunctionsAreTheWayOut() {
        CudaOptions.cudnnGraph(true);
        CudaOptions.cudnnTf32(false);
        float exact = 4 + 0x1p-10f;
        for (int status : new int[] {NOT_SUPPORTED, BAD_PARAM}) {
            try (ConvolutionsCuda kernels = new ConvolutionsCuda(backend)) {
                cuda.fail("cudnnBackendExecute", 1, status);
                // The second execution gets this far.
                cuda.fail("cudnnConvolutionForward", 1, status);
                assertArrayEquals(new float[] {exact, exact, exact, exact}, convolve(kernels));
                assertEquals(2, cuda.calls("cudnnBackendExecute"));
                assertArrayEquals(new float[] {exact, exact, exact, exact}, convolve(kernels));
                assertEquals(2, cuda.calls("cudnnBackendExecute"));
                cuda.reset();
            }
        }
    }

    /** The stand-in's fast algorithm for gradients is not deterministic and needs no memory; the other one does. */
    @Test
    void onlyDeterministicAlgorithmsWhereTheyAreAskedFor() {
        long[] blocks = new long[2];
        for (int i = 0; i < 2; i++) {
            CudaOptions.deterministic(i == 1);
            inputGradient(backend.convolutions());
            long before = backend.memoryStats().allocations();
            inputGradient(backend.convolutions());
            blocks[i] = backend.memoryStats().allocations() - before;
        }
        assertEquals(blocks[0] + 1, blocks[1], "a workspace for the deterministic one");
    }

    @Test
    void halfPrecisionHasItsChannelsInnermost() {
        ConvolutionsCuda kernels = backend.convolutions();
        Layout x = Layout.contiguous(2, 3, 8, 8);
        Layout w = Layout.contiguous(4, 3, 3, 3);
        long[] y = {2, 4, 6, 6};
        assertNull(kernels.preferredOutput(DType.FLOAT32, x, w, PLAIN, y));
        assertNull(kernels.preferredOutput(DType.FLOAT64, Layout.channelsLast(2, 3, 8, 8), w, PLAIN, y));
        assertEquals(Layout.channelsLast(y), kernels.preferredOutput(DType.BFLOAT16, x, w, PLAIN, y));
        assertEquals(
                Layout.channelsLast(y),
                kernels.preferredOutput(DType.FLOAT32, Layout.channelsLast(2, 3, 8, 8), w, PLAIN, y));
    }

    @Test
    void aFailureNamesTheConvolution() {
        convolve(backend.convolutions());
        cuda.fail("cudnnConvolutionForward", 1, 999);
        CudaException e = assertThrows(CudaException.class, () -> convolve(backend.convolutions()));
        assertEquals("CUDNN_STATUS_EXECUTION_FAILED", e.error());
        assertTrue(
                e.getMessage().startsWith("convolution of float32 with sizes [1, 1, 3, 3], [1, 1, 2, 2]"),
                e::getMessage);
        assertNotNull(convolve(backend.convolutions()), "the handle still works");
    }

    /** A bias costs no pass of its own where the algorithm adds it. */
    @Test
    void aBiasIsAddedByCudnn() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16)) {
            Tensor x = Tensors.arange(18).reshape(1, 2, 3, 3).to(dtype);
            Tensor w = Tensors.arange(16).reshape(2, 2, 2, 2).to(dtype);
            Tensor b = Tensors.tensor(3.0, -5.0).to(dtype);
            double[] expected = Functional.conv2d(x, w, b).toDoubleArray();
            Tensor[] on = {x.to("cuda"), w.to("cuda"), b.to("cuda")};
            Functional.conv2d(on[0], on[1], on[2]);
            cuda.reset();
            Tensor y = Functional.conv2d(on[0], on[1], on[2]);
            assertEquals(1, cuda.calls("cudnnConvolutionBiasActivationForward"), dtype::toString);
            assertEquals(0, cuda.calls("cudnnConvolutionForward"));
            if (dtype != DType.BFLOAT16) {
                // The copies of bfloat16 into cuDNN's order are kernels of ours.
                assertEquals(0, cuda.calls("cuLaunchKernel"));
            }
            assertArrayEquals(expected, y.toDoubleArray(), dtype == DType.BFLOAT16 ? 8 : 1e-4);
        }
    }

    @Test
    void aBiasThatCudnnRefusesIsAddedByAKernel() {
        Tensor x = Tensors.arange(25).reshape(1, 1, 5, 5).to(DType.FLOAT32).to("cuda");
        Tensor bias = Tensors.tensor(1.0, 2.0, 4.0).to(DType.FLOAT32).to("cuda");
        int channels = 3;
        for (int refusal : new int[] {NOT_SUPPORTED, BAD_PARAM}) {
            Tensor w = Tensors.ones(channels, 1, 2, 2).to("cuda");
            Tensor b = bias.narrow(0, 0, channels).clone();
            double[] plain = Functional.conv2d(x, w, null).toDoubleArray();
            cuda.reset();
            cuda.fail("cudnnConvolutionBiasActivationForward", 1, refusal);
            for (int i = 0; i < 2; i++) {
                double[] biased = Functional.conv2d(x, w, b).toDoubleArray();
                for (int k = 0; k < biased.length; k++) {
                    assertEquals(plain[k] + (1 << k / 16), biased[k]);
                }
            }
            assertEquals(1, cuda.calls("cudnnConvolutionBiasActivationForward"), "refused once, never asked again");
            channels--;
        }
    }

    /** A view may begin where cuDNN does not load from. */
    @Test
    void viewsFromOddPlaces() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT16)) {
            Tensor x = Tensors.arange(3 * 25).remainder(7).reshape(3, 1, 5, 5).to(dtype);
            Tensor w = Tensors.arange(3 * 9).remainder(5).reshape(3, 1, 3, 3).to(dtype);
            double[][] results = new double[2][];
            for (int i = 0; i < 2; i++) {
                Tensor a = x.to(i == 0 ? "cpu" : "cuda").detach().requiresGrad_();
                Tensor b = w.to(i == 0 ? "cpu" : "cuda").detach().requiresGrad_();
                cuda.reset();
                Tensor y = Functional.conv2d(a.narrow(0, 1, 1), b.narrow(0, 1, 1), null);
                y.mul(2).sum().backward();
                assertEquals(i, cuda.calls("cudnnConvolutionForward"), dtype::toString);
                results[i] = Stream.of(y.detach(), a.grad(), b.grad())
                        .flatMapToDouble(t -> Arrays.stream(t.toDoubleArray()))
                        .toArray();
            }
            assertArrayEquals(results[0], results[1]);
        }
    }

    @Test
    void closedBackendsLeaveNothing() {
        var before = cuda.alive();
        try (ConvolutionsCuda own = new ConvolutionsCuda(backend)) {
            convolve(own);
            inputGradient(own);
            assertTrue(cuda.alive().get("cudnn descriptors") >= before.getOrDefault("cudnn descriptors", 0L) + 8);
        }
        assertEquals(before.getOrDefault("cudnn handles", 0L), cuda.alive().getOrDefault("cudnn handles", 0L));
        assertEquals(before.getOrDefault("cudnn descriptors", 0L), cuda.alive().getOrDefault("cudnn descriptors", 0L));
    }

    /** cuDNN knows no output larger than its own formula says; kernels of ours do. */
    @Test
    void outputPaddingBeyondTheStride() {
        Tensor x = Tensors.arange(8).reshape(2, 1, 2, 2).to(DType.FLOAT32);
        Tensor w = Tensors.arange(4).reshape(1, 1, 2, 2).to(DType.FLOAT32);
        long[] one = {1};
        long[] three = {3};
        double[] cpu = Functional.convTranspose2d(x, w, null, one, new long[1], new long[] {2}, 1, three)
                .toDoubleArray();
        double[] cuda = Functional.convTranspose2d(
                        x.to("cuda"), w.to("cuda"), null, one, new long[1], new long[] {2}, 1, three)
                .toDoubleArray();
        assertArrayEquals(cpu, cuda);
    }
}
