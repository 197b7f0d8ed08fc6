package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A training step in which some call fails: our exception, and the next step is as if nothing had happened. */
@ExtendWith(OnSimulatedCuda.class)
class FaultsTest {
    private static final Device CUDA = Device.cuda(0);
    private static final int INVALID_VALUE = 1;
    private static final int LAUNCH_FAILED = 719;

    private final SimulatedCuda cuda = SimulatedCuda.get();

    /** A convolution, a batch norm, a product: kernels of our own, cuDNN's and cuBLAS's. */
    private static double step() {
        Generator.manualSeed(3);
        try (Guard _ = Devices.use(CUDA)) {
            Tensor x = Tensors.randn(2, 3, 8, 8);
            Tensor w = Tensors.randn(4, 3, 3, 3).requiresGrad_();
            Tensor scale = Tensors.ones(4).requiresGrad_();
            Tensor v = Tensors.randn(5, 4).requiresGrad_();
            Tensor y = Functional.relu(Functional.batchNorm(
                    Functional.conv2d(x, w, null), null, null, scale, Tensors.zeros(4), true, 0.1, 1e-5));
            Tensor logits = y.mean(new int[] {2, 3}, false).matmul(v.transpose(0, 1));
            Tensor loss = Functional.crossEntropy(logits, Tensors.tensor(1L, 0L));
            loss.backward();
            try (Guard _ = Grad.disabled()) {
                w.sub_(w.grad().mul(0.1));
            }
            return loss.item() + w.sum().item();
        }
    }

    /** Every n-th call of a function fails once; n grows until a step gets through. */
    private void eachCallFailsOnce(String function) {
        double expected = step();
        cuda.reset();
        step();
        long calls = cuda.calls(function);
        assertTrue(calls > 0, function + " is not called");
        for (long n = 1; n <= calls; n += Math.max(1, calls / 12)) {
            cuda.fail(function, n, INVALID_VALUE);
            JgradException e = assertThrows(JgradException.class, FaultsTest::step, function + " number " + n);
            CudaException cause = null;
            for (Throwable t = e; t != null && cause == null; t = t.getCause()) {
                cause = t instanceof CudaException c ? c : null;
            }
            assertNotNull(cause, e::toString);
            assertEquals("CUDA_ERROR_INVALID_VALUE", cause.error());
            cuda.reset();
            assertEquals(expected, step(), function + " number " + n);
        }
    }

    @Test
    void launches() {
        eachCallFailsOnce("cuLaunchKernel");
    }

    @Test
    void copies() {
        eachCallFailsOnce("cuMemcpyHtoDAsync");
        eachCallFailsOnce("cuMemcpyDtoHAsync");
    }

    @Test
    void waiting() {
        eachCallFailsOnce("cuStreamSynchronize");
    }

    @Test
    void memoryThatRunsOutIsFreeAgainAfterTheStep() {
        double expected = step();
        cuda.backend().emptyCache();
        System.gc();
        List<Tensor> held = new ArrayList<>();
        cuda.set("memory", 512L << 20);
        OutOfMemoryException e = assertThrows(OutOfMemoryException.class, () -> {
            while (true) {
                held.add(Tensors.ones(8 << 20).to(CUDA));
            }
        });
        assertTrue(e.getMessage().contains("x float32, 8388608 elements"), e::getMessage);
        held.clear();
        assertEquals(expected, step());
    }

    @Test
    void aLostDeviceIsSaidAtEachUse() {
        step();
        cuda.fail("cuLaunchKernel", 4, LAUNCH_FAILED);
        JgradException first = assertThrows(JgradException.class, FaultsTest::step);
        assertTrue(first.getMessage().contains("The device is lost to this process: restart it"), first::getMessage);
        assertThrows(JgradException.class, FaultsTest::step);
        // The CPU goes on.
        assertEquals(3, Tensors.ones(3).sum().item());
        cuda.reset();
    }
}
