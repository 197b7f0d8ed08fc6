package dev.jgrad.it.conformance.ops;

import dev.jgrad.data.Device;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code it-tests/bin/conformance}: runs the suites of a folder from the command line. */
public final class ConformanceMain {
    private static final String USAGE =
            "Usage: conformance [--device cpu|cuda] [--suite ops|printing|training|checkpoints] [--verbose] FOLDER";

    private ConformanceMain() {}

    /** Ends with status 1 when a case failed, with 2 when nothing could be run. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    private static int run(String[] arguments, PrintStream out) {
        String device = "cpu";
        String only = "";
        String place = "";
        boolean verbose = false;
        for (int i = 0; i < arguments.length; i++) {
            boolean hasValue = i + 1 < arguments.length;
            switch (arguments[i]) {
                case "--device" -> device = hasValue ? arguments[++i] : "";
                case "--suite" -> only = hasValue ? arguments[++i] : "";
                case "--verbose" -> verbose = true;
                default -> place = arguments[i];
            }
        }
        if (place.isEmpty() || device.isEmpty() || place.startsWith("-")) {
            System.err.println(USAGE);
            return 2;
        }
        Report report = new Report(out);
        boolean found = false;
        for (Path suite : suites(Path.of(place))) {
            if (isOps(suite) && (only.isEmpty() || only.equals("ops"))) {
                found = true;
                try (OpsSuite ops = new OpsSuite(suite, Device.of(device))) {
                    ops.runAll(report::add);
                }
            } else if (!isOps(suite)) {
                out.println(suite.getFileName() + ": not run by this command; its checks are tests of Maven");
            }
        }
        if (!found) {
            System.err.println("no suite" + (only.isEmpty() ? "" : " '" + only + "'") + " to run in " + place);
            return 2;
        }
        report.close(verbose);
        out.println(
                report.passed() + " passed, " + report.failed() + " failed, " + report.skipped() + " skipped");
        return report.failed() == 0 ? 0 : 1;
    }

    private static boolean isOps(Path folder) {
        return Files.exists(folder.resolve("cases.jsonl")) && Files.exists(folder.resolve("tensors.safetensors"));
    }

    /** The folder itself when it is a suite, else the suites in it. */
    private static List<Path> suites(Path folder) {
        if (isOps(folder)) {
            return List.of(folder);
        }
        return List.of("ops", "printing", "training", "checkpoints").stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .toList();
    }
}
