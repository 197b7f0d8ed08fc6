package dev.jgrad.it.memory;

import static dev.jgrad.tensor.Tensors.rand;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.it.benchmarks.Pollution;
import dev.jgrad.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an operation on 16 floats leaves on the Java heap, in a program that has done much else before. Bytes do not
 * depend on how busy the machine is; the times that belong to these budgets are in {@code SmallOpBenchmark}.
 */
class SmallOpAllocationTest {
    private static final int CALLS = 20_000;
    private static volatile Object sink;

    private final Tensor a = rand(16);
    private final Tensor b = rand(16);

    @BeforeAll
    static void usePlentyOfOperations() {
        Pollution.run(200);
    }

    @Test
    void anAdditionTakesTwoHundredBytes() {
        within(200, () -> a.add(b));
    }

    @Test
    void aRecordedAdditionTakesThreeHundredBytes() {
        Tensor leaf = rand(16).requiresGrad_();
        within(300, () -> leaf.add(b));
    }

    private static void within(long budget, Supplier<Object> operation) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // Compiled code allocates less than interpreted code does; the budget is that of compiled code.
        for (int round = 0; round < 200 && least > budget; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                sink = operation.get();
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
        }
        assertTrue(least <= budget, "allocated " + least + " bytes a call, budget " + budget);
    }
}
