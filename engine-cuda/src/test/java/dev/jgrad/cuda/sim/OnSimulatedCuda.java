package dev.jgrad.cuda.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For {@code @ExtendWith}: skips where there is no simulation, and fails a test after which it has noted something. */
public final class OnSimulatedCuda implements ExecutionCondition, BeforeEachCallback, AfterEachCallback {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return SimulatedCuda.obstacle()
                .map(ConditionEvaluationResult::disabled)
                .orElse(ConditionEvaluationResult.enabled("g++ is here"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        SimulatedCuda.get().reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertEquals(List.of(), SimulatedCuda.get().violations(), "noted by the simulated CUDA");
    }
}
