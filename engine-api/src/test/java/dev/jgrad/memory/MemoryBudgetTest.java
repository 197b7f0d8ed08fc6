package dev.jgrad.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {
    private static final String PROPERTY = "jgrad.test.budget";

    /** A container's limit must hold for everything in it, or the kernel ends the process without a word. */
    @ParameterizedTest
    @ValueSource(longs = {384L << 20, 512L << 20, 1L << 30, 8L << 30, 64L << 30})
    void heapAndTensorsAndTheJvmFitTogether(long physical) {
        long heap = physical * 35 / 100;
        MemoryBudget budget = MemoryBudget.forHost(PROPERTY, physical, heap);
        assertTrue(heap + budget.limit() + (96L << 20) <= physical, () -> "limit " + budget.limit());
        assertTrue(budget.limit() >= physical / 4, () -> "limit " + budget.limit());
        assertTrue(budget.threshold() <= budget.limit() && budget.threshold() <= 1L << 30);
    }

    @Test
    void aHeapThatTakesNearlyEverythingLeavesAnEighth() {
        assertEquals(
                1L << 27, MemoryBudget.forHost(PROPERTY, 1L << 30, 1L << 30).limit());
    }

    @Test
    void theUserDecides() {
        System.setProperty(PROPERTY + ".limit", "3g");
        try {
            assertEquals(
                    3L << 30, MemoryBudget.forHost(PROPERTY, 1L << 30, 1L << 29).limit());
        } finally {
            System.clearProperty(PROPERTY + ".limit");
        }
    }
}
