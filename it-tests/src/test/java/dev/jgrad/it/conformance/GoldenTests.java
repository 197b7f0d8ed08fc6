package dev.jgrad.it.conformance;

import dev.jgrad.it.conformance.Outcome.Status;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the golden tests of a package on a folder: what Maven runs on the folder beside the checkout. */
final class GoldenTests {
    private GoldenTests() {}

    /**
     * Runs the tests of a suite, one outcome a line of its files.
     *
     * @param part of the names of the test classes to run
     */
    static void run(Suite suite, Path folder, String part, Consumer<Outcome> sink) {
        System.setProperty("jgrad.conformance", folder.toString());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage("dev.jgrad.it." + suite.label()))
                .filters(ClassNameFilter.includeClassNamePatterns(".*" + Pattern.quote(part) + ".*GoldenTest"))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                boolean failed = result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
                if (test.isTest() || failed) {
                    sink.accept(outcome(suite, test, result));
                }
            }
        });
    }

    /** What a test leaves out because jgrad lacks it counts as failed here. */
    private static Outcome outcome(Suite suite, TestIdentifier test, TestExecutionResult result) {
        String reason = result.getThrowable()
                .map(t -> String.valueOf(t.getMessage()).lines().findFirst().orElse(t.toString()))
                .orElse("");
        Status status = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? Status.PASSED : Status.FAILED;
        return new Outcome(test.getDisplayName(), suite.label(), 0, status, reason);
    }
}
