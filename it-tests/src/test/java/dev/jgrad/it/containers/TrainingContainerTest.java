package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.it.cli.HostRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingContainerTest {
    private static final Pattern ACCURACY = Pattern.compile("(\\d+\\.\\d) %");
    private static final String[] SHORT = {"finetune", "--images", "200", "--epochs", "2", "--threads", "2"};

    @TempDir
    Path folder;

    /** Other processors add in another order, so the accuracy may differ by some of the 200 pictures. */
    @Test
    void trainsAsOutsideAndOtherContainersReadTheModel() throws Exception {
        try (var volume = new WorkVolume()) {
            String inside =
                    new JgradContainer(SHORT).withVolume(volume.name()).run().text();
            HostRun outside = HostRun.of(
                    "finetune", "--images", "200", "--epochs", "2", "--threads", "2", "--out", folder.toString());
            assertEquals(0, outside.code());
            assertEquals(withoutNumbers(outside.out(), folder.toString()), withoutNumbers(inside, "runs/finetune"));
            List<Double> expected = accuracies(outside.out());
            List<Double> actual = accuracies(inside);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), actual.get(i), 5, inside);
            }
            String[] predict = {
                "predict", "--weights", "runs/finetune/digits-5-9.safetensors", "runs/finetune/samples/7.png"
            };
            String predicted =
                    new JgradContainer(predict).withVolume(volume.name()).run().text();
            Path copy = copyOut(volume, "runs/finetune/digits-5-9.safetensors");
            HostRun same = HostRun.of(
                    "predict",
                    "--weights",
                    copy.toString(),
                    folder.resolve("samples/7.png").toString());
            assertEquals(accuracies(same.out()), accuracies(predicted), predicted);
        }
    }

    private static String withoutNumbers(String text, String out) {
        return text.replace(out, "OUT").replaceAll("[\\d.]+ %", "N %").replaceAll("\\d+ seconds", "N seconds");
    }

    private static List<Double> accuracies(String text) {
        return ACCURACY.matcher(text)
                .results()
                .map((MatchResult found) -> Double.valueOf(found.group(1)))
                .toList();
    }

    private Path copyOut(WorkVolume volume, String file) throws IOException {
        try (var container = new JgradContainer("--help").withVolume(volume.name())) {
            container.start();
            Path copy = folder.resolve("copied-" + Path.of(file).getFileName());
            container.copyFileFromContainer("/work/" + file, copy.toString());
            return copy;
        }
    }

    /**
     * Killed in the middle of the second epoch, and resumed: nothing of the run is missing or there twice, what was
     * saved is the same, and the next steps learn the same from the same pictures. Later ones drift apart by rounding,
     * since weights that were read from a file lie in memory in another order.
     */
    @Test
    void resumesAfterDockerKillWithNothingLost() throws Exception {
        String[] command = {"finetune", "--images", "200", "--epochs", "2", "--batch-size", "20", "--threads", "1"};
        String[] resume =
                Stream.concat(Stream.of(command), Stream.of("--resume")).toArray(String[]::new);
        try (var whole = new WorkVolume();
                var broken = new WorkVolume()) {
            String expected = scalar(command, whole).run().text();
            try (var killed = scalar(command, broken)) {
                killed.start();
                long end = System.nanoTime() + 120_000_000_000L;
                while (killed.execInContainer("sh", "-c", "[ -f runs/finetune/checkpoint.pth ]")
                                .getExitCode()
                        != 0) {
                    assertTrue(System.nanoTime() < end, "no checkpoint was written");
                    JgradContainer.pause(20);
                }
                JgradContainer.pause(200);
                killed.kill();
                assertFalse(killed.getLogs().contains("2. It is frozen"), killed.getLogs());
            }
            String resumed = scalar(resume, broken).run().text();
            assertEquals(withoutNumbers(expected, "runs/finetune"), withoutNumbers(resumed, "runs/finetune"));
            compare(metrics(whole), metrics(broken));
            for (int i = 0; i < accuracies(expected).size(); i++) {
                assertEquals(accuracies(expected).get(i), accuracies(resumed).get(i), 8, resumed);
            }
        }
    }

    /** Columns: stage, split, epoch, loss, accuracy, learning rate and times. */
    private static void compare(List<String[]> expected, List<String[]> actual) {
        assertEquals(names(expected), names(actual));
        for (int i = 0; i < expected.size(); i++) {
            double epoch = Double.parseDouble(expected.get(i)[2]);
            boolean learning = expected.get(i)[0].equals("digits 0-4");
            if (learning && epoch <= 1.2) {
                double loss = Double.parseDouble(expected.get(i)[3]);
                assertEquals(loss, Double.parseDouble(actual.get(i)[3]), epoch <= 1 ? 0 : 1e-3, "epoch " + epoch);
            }
        }
    }

    private static List<String> names(List<String[]> metrics) {
        return metrics.stream()
                .map(row -> row[0] + ", " + row[1] + ", epoch " + row[2] + ", learning rate " + row[5])
                .toList();
    }

    private List<String[]> metrics(WorkVolume volume) throws IOException {
        return Files.readAllLines(copyOut(volume, "runs/finetune/metrics.csv")).stream()
                .skip(1)
                .map(line -> line.split(","))
                .map(row -> row.length == 8 ? row : withCommaInName(row))
                .toList();
    }

    /** The last stage is called "digits 5-9, untrained backbone". */
    private static String[] withCommaInName(String[] row) {
        String[] joined = java.util.Arrays.copyOfRange(row, 1, row.length);
        joined[0] = row[0] + ";" + row[1];
        return joined;
    }

    private static JgradContainer scalar(String[] command, WorkVolume volume) throws IOException {
        return new JgradContainer(command)
                .withVolume(volume.name())
                .withEnv("JGRAD_JAVA_OPTS", "-Djgrad.cpu.loops=scalar");
    }
}
