package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where there is no device to test on, sets all switches back, and fails a test after which something was noted. */
final class OnCuda implements ExecutionCondition, BeforeEachCallback, AfterEachCallback {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        CudaUnderTest.prepare();
        return CudaUnderTest.obstacle()
                .map(ConditionEvaluationResult::disabled)
                .orElse(ConditionEvaluationResult.enabled("there is a device"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CudaUnderTest.begin();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertEquals(List.of(), CudaUnderTest.violations(), "noted by the simulated CUDA");
    }
}
