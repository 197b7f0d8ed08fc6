package dev.jgrad.it.conformance;

import dev.jgrad.data.Device;
import dev.jgrad.it.conformance.ops.OpsSuite;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** {@code it-tests/bin/conformance}: runs the suites of a folder from the command line. */
public final class ConformanceMain {
    private static final String USAGE =
            "Usage: conformance [--device cpu|cuda] [--suite ops|printing|training|checkpoints [--part NAME]]"
                    + " [--verbose] FOLDER";

    private ConformanceMain() {}

    /** Ends with status 1 when a case failed, with 2 when nothing could be run. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    private static int run(String[] arguments, PrintStream out) {
        String device = "cpu";
        String only = "";
        String part = "";
        String place = "";
        boolean verbose = false;
        for (int i = 0; i < arguments.length; i++) {
            boolean hasValue = i + 1 < arguments.length;
            switch (arguments[i]) {
                case "--device" -> device = hasValue ? arguments[++i] : "";
                case "--suite" -> only = hasValue ? arguments[++i] : "";
                case "--part" -> part = hasValue ? arguments[++i] : "";
                case "--verbose" -> verbose = true;
                default -> place = arguments[i];
            }
        }
        if (place.isEmpty()
                || device.isEmpty()
                || place.startsWith("-")
                || !only.isEmpty() && Suite.of(only).isEmpty()) {
            System.err.println(USAGE);
            return 2;
        }
        Report report = new Report(out);
        boolean found = false;
        Device.setDefault(device);
        for (Suite suite : Suite.values()) {
            Optional<Path> folder = suite.in(Path.of(place).toAbsolutePath());
            if (folder.isPresent() && (only.isEmpty() || only.equals(suite.label()))) {
                found = true;
                run(suite, folder.get(), Path.of(place).toAbsolutePath(), device, part, report);
            }
        }
        if (!found) {
            System.err.println("no suite" + (only.isEmpty() ? "" : " '" + only + "'") + " to run in " + place);
            return 2;
        }
        report.close(verbose);
        out.println(report.passed() + " passed, " + report.failed() + " failed, " + report.skipped() + " skipped");
        return report.failed() == 0 ? 0 : 1;
    }

    /** Of suites whose tests are classes, those with the part in their name. */
    private static void run(Suite suite, Path folder, Path all, String device, String part, Report report) {
        if (suite != Suite.OPS) {
            GoldenTests.run(suite, all, part, report::add);
            return;
        }
        try (OpsSuite ops = new OpsSuite(folder, Device.of(device))) {
            ops.runAll(report::add);
        }
    }
}
