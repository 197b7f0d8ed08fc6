package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several threads, each with its stream, on the same tensors: the simulation notes every use that waits for nobody. */
@CudaTest
class StreamsTest {
    private static final Device CUDA = Device.cuda(0);

    @BeforeEach
    void track() {
        if (!CudaUnderTest.isHardware()) {
            SimulatedCuda.get().set("track", 1);
        }
    }

    @AfterEach
    void trackNoMore() {
        if (!CudaUnderTest.isHardware()) {
            SimulatedCuda.get().set("track", 0);
        }
    }

    @Test
    void threadsReadTheSameWeights() throws Exception {
        Tensor weights = CudaUnderTest.start(() -> Tensors.ones(32, 32)).get();
        List<FutureTask<double[]>> readers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            double factor = i;
            readers.add(CudaUnderTest.start(() -> {
                Tensor x = Tensors.ones(4, 32).mul(factor);
                for (int k = 0; k < 5; k++) {
                    x = Functional.relu(x.matmul(weights)).mul(1 / 32.0);
                }
                return x.toDoubleArray();
            }));
        }
        for (int i = 1; i <= 3; i++) {
            double[] expected = new double[128];
            Arrays.fill(expected, i);
            assertArrayEquals(expected, readers.get(i - 1).get(), 1e-5);
        }
    }

    @Test
    void oneThreadMakesBatchesAndAnotherUsesThem() throws Exception {
        BlockingQueue<Tensor> queue = new ArrayBlockingQueue<>(2);
        FutureTask<Void> maker = CudaUnderTest.start(() -> {
            for (int i = 0; i < 20; i++) {
                queue.put(Tensors.ones(1000).mul(i));
            }
            return null;
        });
        FutureTask<Double> user = CudaUnderTest.start(() -> {
            Tensor sum = Tensors.zeros(1000);
            for (int i = 0; i < 20; i++) {
                sum.add_(queue.take());
            }
            return sum.select(0, 999).item();
        });
        maker.get();
        assertEquals(190, user.get());
    }

    @Test
    void aTensorIsWrittenInTurns() throws Exception {
        Tensor x = CudaUnderTest.start(() -> Tensors.zeros(100)).get();
        for (int i = 0; i < 6; i++) {
            CudaUnderTest.start(() -> x.add_(1)).get();
        }
        assertEquals(6, CudaUnderTest.start(() -> x.select(0, 50).item()).get());
    }
}
