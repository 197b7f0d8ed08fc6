package dev.jgrad.cuda.dnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which batch norms cuDNN computes, and that it makes no difference. */
@ExtendWith(OnSimulatedCuda.class)
class BatchNormDnnTest {
    private static final String FORWARD = "cudnnBatchNormalizationForwardTrainingEx";
    private static final String INFERENCE = "cudnnBatchNormalizationForwardInference";
    private static final String BACKWARD = "cudnnBatchNormalizationBackwardEx";

    private final SimulatedCuda cuda = SimulatedCuda.get();
    private Guard device = new Guard(() -> {});

    @BeforeEach
    void useTheDevice() {
        CudaOptions.cudnnTf32(false);
        device = Devices.use(Device.cuda(0));
    }

    @AfterEach
    void leaveTheDevice() {
        CudaOptions.cudnnTf32(true);
        CudaOptions.cudnnEnabled(true);
        device.close();
    }

    /** Output, gradients and running statistics of a training step, and the output of an inference after it. */
    private static double[][] run(DType dtype, long... sizes) {
        DType vectors = dtype == DType.FLOAT64 ? dtype : DType.FLOAT32;
        int n = 1;
        for (long size : sizes) {
            n *= (int) size;
        }
        // A convolution's result in half precision has its channels innermost.
        Tensor x = Tensors.arange(n).reshape(sizes).to(DType.FLOAT64).sin().to(dtype);
        if (sizes.length == 4) {
            Tensor eye = Tensors.eye(sizes[1]).reshape(sizes[1], sizes[1], 1, 1).to(dtype);
            x = Functional.conv2d(x, eye, null).detach();
        }
        x.requiresGrad_();
        Tensor weight =
                Tensors.arange(sizes[1]).to(vectors).add(1).div(sizes[1]).requiresGrad_();
        Tensor bias = Tensors.arange(sizes[1]).to(vectors).neg().requiresGrad_();
        Tensor mean = Tensors.zeros(TensorOptions.dtype(vectors), sizes[1]);
        Tensor var = Tensors.ones(TensorOptions.dtype(vectors), sizes[1]);
        Tensor y = Functional.batchNorm(x, mean, var, weight, bias, true, 0.1, 1e-5);
        y.square().sum().backward();
        Tensor z = Functional.batchNorm(x.detach(), mean, var, weight.detach(), bias.detach(), false, 0.1, 1e-5);
        return new double[][] {
            y.detach().toDoubleArray(),
            x.grad().toDoubleArray(),
            weight.grad().toDoubleArray(),
            bias.grad().toDoubleArray(),
            mean.toDoubleArray(),
            var.toDoubleArray(),
            z.toDoubleArray()
        };
    }

    private void compare(boolean byCudnn, double tolerance, DType dtype, long... sizes) {
        cuda.reset();
        double[][] with = run(dtype, sizes);
        long each = byCudnn ? 1 : 0;
        for (String call : new String[] {FORWARD, INFERENCE, BACKWARD}) {
            assertEquals(each, cuda.calls(call), call + " of " + dtype + " with " + sizes.length + " dimensions");
        }
        CudaOptions.cudnnEnabled(false);
        double[][] without = run(dtype, sizes);
        CudaOptions.cudnnEnabled(true);
        for (int i = 0; i < with.length; i++) {
            double greatest = 1;
            for (double v : without[i]) {
                greatest = Math.max(greatest, Math.abs(v));
            }
            assertArrayEquals(without[i], with[i], tolerance * greatest, "result " + i + " of " + dtype);
        }
    }

    @Test
    void computesWhatTheKernelsCompute() {
        compare(true, 1e-5, DType.FLOAT32, 4, 6, 5, 3);
        compare(true, 1e-12, DType.FLOAT64, 4, 6, 5, 3);
        compare(true, 2e-3, DType.FLOAT16, 4, 8, 5, 3);
        compare(true, 2e-2, DType.BFLOAT16, 4, 8, 5, 3);
        compare(true, 1e-5, DType.FLOAT32, 4, 6, 7);
        compare(true, 1e-5, DType.FLOAT32, 2, 3, 2, 4, 3);
        // Without spatial dimensions, statistics are those of single features.
        compare(false, 1e-5, DType.FLOAT32, 9, 6);
    }

    /** Seven channels are not what the persistent kernels take, and they keep nothing then. */
    @Test
    void halfPrecisionInAnyNumberOfChannels() {
        compare(true, 2e-3, DType.FLOAT16, 4, 7, 5, 3);
        compare(true, 2e-3, DType.FLOAT16, 2, 1, 5, 3);
    }

    @Test
    void whatHasGapsOrNoParametersIsLeftToTheKernels() {
        Tensor x = Tensors.arange(2 * 6 * 8).reshape(2, 6, 8).to(DType.FLOAT32);
        Tensor w = Tensors.ones(6);
        cuda.reset();
        Functional.batchNorm(x, null, null, null, null, true, 0.1, 1e-5);
        Functional.batchNorm(x.slice(2, 0, 8, 2), null, null, w, w, true, 0.1, 1e-5);
        assertEquals(0, cuda.calls(FORWARD));
        Functional.batchNorm(x, null, null, w, w, true, 0.1, 1e-5);
        assertEquals(1, cuda.calls(FORWARD));
    }

    /** cuDNN refuses addresses that tensor cores do not load from; the next tensor of this shape is its own again. */
    @Test
    void viewsFromOddPlacesAreLeftToTheKernels() {
        Tensor x = Tensors.arange(2 * 3 * 5).sin().reshape(2, 3, 5).to(DType.FLOAT32);
        Tensor w = Tensors.ones(3);
        for (int training = 0; training < 2; training++) {
            String call = training == 1 ? FORWARD : INFERENCE;
            Tensor mean = training == 1 ? null : Tensors.zeros(3);
            Tensor var = training == 1 ? null : Tensors.ones(3);
            cuda.reset();
            Tensor odd = Functional.batchNorm(x.narrow(0, 1, 1), mean, var, w, w, training == 1, 0.1, 1e-5);
            assertEquals(0, cuda.calls(call));
            Tensor even = Functional.batchNorm(x.narrow(0, 1, 1).clone(), mean, var, w, w, training == 1, 0.1, 1e-5);
            assertEquals(1, cuda.calls(call));
            assertArrayEquals(even.toDoubleArray(), odd.toDoubleArray(), 1e-5);
        }
    }

    @Test
    void aFailureNamesTheOperation() {
        Tensor x = Tensors.ones(2, 3, 4);
        Tensor w = Tensors.ones(3);
        cuda.fail(FORWARD, 1, 1);
        CudaException e =
                assertThrows(CudaException.class, () -> Functional.batchNorm(x, null, null, w, w, true, 0.1, 1e-5));
        assertTrue(e.getMessage().contains("batch_norm"), e::getMessage);
        assertNotNull(Functional.batchNorm(x, null, null, w, w, true, 0.1, 1e-5));
    }
}
