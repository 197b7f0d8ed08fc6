package dev.jgrad.cuda.dnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autocast;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.graph.CudaGraph;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often half-precision weights are brought into cuDNN's order, and that the order is never an old version's. */
@ExtendWith(OnSimulatedCuda.class)
class WeightCopiesTest {
    private final SimulatedCuda cuda = SimulatedCuda.get();
    private Guard device = new Guard(() -> {});

    @BeforeEach
    void useTheDevice() {
        device = Devices.use(Device.cuda(0));
    }

    @AfterEach
    void leaveTheDevice() {
        device.close();
    }

    private static Tensor counted(DType dtype, long... sizes) {
        long n = 1;
        for (long size : sizes) {
            n *= size;
        }
        return Tensors.arange(n).remainder(7).sub(3).reshape(sizes).to(dtype);
    }

    /** Data whose channels are innermost, as a convolution leaves them. */
    private static Tensor image(DType dtype) {
        return Functional.conv2d(
                        counted(dtype, 2, 4, 5, 5),
                        Tensors.eye(4).reshape(4, 4, 1, 1).to(dtype),
                        null)
                .detach();
    }

    private static double[] exact(Tensor x, Tensor w) {
        return Functional.conv2d(x.to(DType.FLOAT64), w.to(DType.FLOAT64), null)
                .detach()
                .toDoubleArray();
    }

    private long launches(Runnable work) {
        cuda.reset();
        work.run();
        return cuda.calls("cuLaunchKernel");
    }

    @Test
    void weightsAreCopiedOncePerVersion() {
        Tensor x = image(DType.BFLOAT16);
        Tensor w = counted(DType.BFLOAT16, 6, 4, 3, 3);
        assertEquals(1, launches(() -> Functional.conv2d(x, w, null)));
        assertEquals(0, launches(() -> Functional.conv2d(x, w, null)));
        w.mul_(2);
        assertEquals(1, launches(() -> Functional.conv2d(x, w, null)));
        assertArrayEquals(exact(x, w), Functional.conv2d(x, w, null).toDoubleArray());
    }

    @Test
    void theWayBackUsesTheCopyOfTheWayThere() {
        Tensor x = image(DType.BFLOAT16).requiresGrad_();
        Tensor w = counted(DType.BFLOAT16, 6, 4, 3, 3);
        Tensor y = Functional.conv2d(x, w, null);
        // It lies as the result does, so nothing is copied at all.
        Tensor gradient = y.detach().clone();
        assertEquals(0, launches(() -> y.backward(gradient)));
    }

    @Test
    void castWeightsLieInTheOrderOfTheLibrary() {
        Tensor x = image(DType.BFLOAT16);
        Tensor w = counted(DType.FLOAT32, 6, 4, 3, 3).requiresGrad_();
        Tensor[] y = new Tensor[1];
        Runnable forward = () -> {
            try (Guard _ = Autocast.of("cuda", DType.BFLOAT16)) {
                y[0] = Functional.conv2d(x, w, null);
            }
        };
        // The cast is the only kernel of ours.
        assertEquals(1, launches(forward));
        Tensor gradient = y[0].detach().sign();
        // The gradient is cast and brought into the parameter's order by one.
        assertEquals(1, launches(() -> y[0].backward(gradient)));
        assertEquals(DType.FLOAT32, w.grad().dtype());
        assertTrue(w.isContiguous() && w.grad().isContiguous());
        Tensor exact = w.detach().to(DType.FLOAT64).requiresGrad_();
        Functional.conv2d(x.to(DType.FLOAT64), exact, null).backward(gradient.to(DType.FLOAT64));
        assertArrayEquals(exact.grad().toDoubleArray(), w.grad().toDoubleArray());
    }

    /** The picture is cast and brought into the order at once, and the gradient of the weights finds it there. */
    @Test
    void castInputsLieInTheOrderOfTheLibrary() {
        Tensor x = counted(DType.FLOAT32, 2, 3, 5, 5);
        Tensor w = counted(DType.FLOAT32, 6, 3, 3, 3).requiresGrad_();
        Tensor[] y = new Tensor[1];
        Runnable forward = () -> {
            try (Guard _ = Autocast.of("cuda", DType.BFLOAT16)) {
                y[0] = Functional.conv2d(x, w, null);
            }
        };
        forward.run();
        assertEquals(2, launches(forward));
        assertArrayEquals(exact(x, w.detach()), y[0].toDoubleArray());
        Tensor gradient = y[0].detach().sign();
        assertEquals(1, launches(() -> y[0].backward(gradient)));
        Tensor exact = w.detach().to(DType.FLOAT64).requiresGrad_();
        Functional.conv2d(x.to(DType.FLOAT64), exact, null).backward(gradient.to(DType.FLOAT64));
        assertArrayEquals(exact.grad().toDoubleArray(), w.grad().toDoubleArray());
    }

    /** The same for an input that has a gradient, which comes back row-major. */
    @Test
    void gradientsOfCastInputsAreRowMajor() {
        Tensor x = counted(DType.FLOAT32, 2, 3, 5, 5).requiresGrad_();
        Tensor w = counted(DType.FLOAT32, 6, 3, 3, 3);
        try (Guard _ = Autocast.of("cuda", DType.BFLOAT16)) {
            Functional.conv2d(x, w, null).sum().backward();
        }
        assertEquals(DType.FLOAT32, x.grad().dtype());
        assertTrue(x.grad().isContiguous());
        Tensor exact = x.detach().to(DType.FLOAT64).requiresGrad_();
        Functional.conv2d(exact, w.to(DType.FLOAT64), null).sum().backward();
        assertArrayEquals(exact.grad().toDoubleArray(), x.grad().toDoubleArray());
    }

    @Test
    void graphsFollowTheWeights() {
        Tensor x = image(DType.BFLOAT16);
        Tensor w = counted(DType.BFLOAT16, 6, 4, 3, 3);
        Functional.conv2d(x, w, null);
        Tensor[] y = new Tensor[1];
        try (CudaGraph graph = CudaGraph.capture(() -> y[0] = Functional.conv2d(x, w, null))) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            graph.replay();
            w.neg_();
            graph.replay();
            assertArrayEquals(exact(x, w), y[0].toDoubleArray());
        }
    }

    @Test
    void weightsThatReplaysHaveChangedAreCopiedAnew() {
        Tensor x = image(DType.BFLOAT16);
        Tensor w = counted(DType.BFLOAT16, 6, 4, 3, 3);
        try (CudaGraph graph = CudaGraph.capture(() -> {
            try (Guard _ = Grad.disabled()) {
                w.neg_();
            }
        })) {
            assertTrue(graph.isRecorded(), graph::obstacle);
            assertArrayEquals(exact(x, w), Functional.conv2d(x, w, null).toDoubleArray());
            graph.replay();
            assertArrayEquals(exact(x, w), Functional.conv2d(x, w, null).toDoubleArray());
        }
    }
}
