package dev.jgrad.it.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the page for {@code docs/gpu/} of what the steps have found, and prints its tables. */
public final class GpuReport {
    private final StringBuilder page = new StringBuilder();

    private GpuReport() {}

    /** Arguments: {@code OUT}, the folder of the steps; writes {@code OUT/<date>.md}. */
    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        GpuReport report = new GpuReport();
        report.write(out);
        Path file = out.resolve(LocalDate.now() + ".md");
        Path temporary = Files.createTempFile(out, "report", ".part");
        Files.writeString(temporary, report.page);
        Files.move(
                temporary,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        System.out.println(report.page);
        System.out.println("written to " + file);
    }

    private void line(String format, Object... values) {
        page.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private void write(Path out) throws IOException {
        List<String[]> rows = new ArrayList<>();
        Path findings = out.resolve("findings.tsv");
        for (String row : Files.exists(findings) ? Files.readAllLines(findings) : List.<String>of()) {
            String[] columns = row.split("\t", 4);
            if (columns.length == 4) {
                rows.add(columns);
            }
        }
        boolean simulated = rows.stream().anyMatch(r -> r[2].equals("simulated") && r[3].startsWith("yes"));
        line("# CUDA on %s", LocalDate.now());
        line("");
        if (simulated) {
            line("**A dry run on the simulated CUDA: no GPU has run any of this, and no number is a measurement.**");
            line("");
        }
        long failures = rows.stream().filter(r -> r[0].equals("FAIL")).count();
        line(failures == 0 ? "No step has failed." : failures + " findings are failures.");
        line("");
        line("| | step | what | |");
        line("| --- | --- | --- | --- |");
        for (String[] r : rows) {
            line("| %s | %s | %s | %s |", r[0], r[1], cell(r[2]), cell(r[3]));
        }
        benchmark(out);
    }

    /** Switches of jgrad's: PyTorch has the case without them. */
    private static final String OWN = ",(api|order|norm)=[a-z]+";

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void benchmark(Path out) throws IOException {
        Map<String, JsonNode> ours = read(out.resolve("bench-jgrad.jsonl"));
        Map<String, JsonNode> theirs = read(out.resolve("bench-torch.jsonl"));
        if (ours.isEmpty()) {
            return;
        }
        JsonNode copy = ours.entrySet().stream()
                .filter(e -> e.getKey().startsWith("copy"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        line("");
        line("Median of a call in microseconds, jgrad beside PyTorch; above 1 in the third column jgrad is faster.");
        line("Rates: GB/s through the device's memory (in brackets as a share of jgrad's copy) or TFLOP/s.");
        line("");
        line("| case | jgrad | PyTorch | ratio | jgrad's rate | peak MiB | PyTorch's |");
        line("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (var entry : ours.entrySet()) {
            JsonNode a = entry.getValue();
            JsonNode b = theirs.get(entry.getKey().replaceAll(OWN, ""));
            if (a.has("error")) {
                line(
                        "| %s | %s | | | | | |",
                        entry.getKey(), cell(a.get("error").asText()));
                continue;
            }
            double mine = a.get("median_us").asDouble();
            boolean beside = b != null && b.has("median_us");
            double other = beside ? b.get("median_us").asDouble() : Double.NaN;
            line(
                    "| %s | %.1f | %s | %s | %s | %s | %s |",
                    entry.getKey(),
                    mine,
                    beside ? String.format(Locale.ROOT, "%.1f", other) : "",
                    beside ? String.format(Locale.ROOT, "%.2f", other / mine) : "",
                    rate(a, copy),
                    a.path("peak_mib").asText(""),
                    beside ? b.path("peak_mib").asText("") : "");
        }
    }

    private static String rate(JsonNode a, JsonNode copy) {
        if (a.has("tflops")) {
            return String.format(Locale.ROOT, "%.1f TFLOP/s", a.get("tflops").asDouble());
        }
        if (!a.has("gb_per_s")) {
            return "";
        }
        double gigabytes = a.get("gb_per_s").asDouble();
        return copy == null || !copy.has("gb_per_s")
                ? String.format(Locale.ROOT, "%.0f GB/s", gigabytes)
                : String.format(
                        Locale.ROOT,
                        "%.0f GB/s (%.0f %%)",
                        gigabytes,
                        100 * gigabytes / copy.get("gb_per_s").asDouble());
    }

    private static Map<String, JsonNode> read(Path file) throws IOException {
        Map<String, JsonNode> cases = new LinkedHashMap<>();
        if (Files.exists(file)) {
            ObjectMapper mapper = new ObjectMapper();
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("{\"case\"")) {
                    JsonNode node = mapper.readTree(line);
                    cases.put(node.get("case").asText(), node);
                }
            }
        }
        return cases;
    }
}
