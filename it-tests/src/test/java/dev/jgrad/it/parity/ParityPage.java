package dev.jgrad.it.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of {@code docs/parity.md}. */
final class ParityPage {
    private record Row(Entry entry, Optional<String> ours) {
        String line(String note) {
            return "| `" + entry.name() + "` | " + ours.map(o -> "`" + o + "`").orElse("**missing**") + " | " + note
                    + " |\n";
        }
    }

    private final Resolver resolver = new Resolver(Lists.read("forms.txt"));
    private final List<Lists.Line> notes = Lists.read("notes.txt");
    private final List<Lists.Line> leftOut = Lists.read("left-out.txt");
    private final Map<String, List<Row>> sections = new LinkedHashMap<>();
    private final Map<String, List<String>> reasons = new TreeMap<>();

    /** The page, from the lists and the public API as it is. */
    static String text() {
        return new ParityPage().write();
    }

    private ParityPage() {
        List<Entry> all = Lists.read("pytorch-names.txt").stream()
                .map(line -> new Entry(line.key(), line.value()))
                .toList();
        requireKnown(all, Lists.read("forms.txt"), "forms.txt");
        requireKnown(all, notes, "notes.txt");
        requireKnown(all, leftOut, "left-out.txt");
        all.forEach(this::place);
    }

    private static void requireKnown(List<Entry> all, List<Lists.Line> lines, String file) {
        List<String> unknown = lines.stream()
                .filter(line -> all.stream().noneMatch(line::names))
                .map(Lists.Line::key)
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(file + " names nothing of PyTorch's: " + unknown);
        }
    }

    /** What jgrad has is shown even where the names beside it are left out. */
    private void place(Entry entry) {
        Optional<String> ours = resolver.find(entry);
        Optional<String> reason = leftOut.stream()
                .filter(line -> line.names(entry))
                .map(Lists.Line::value)
                .findFirst();
        if (ours.isEmpty() && reason.isPresent()) {
            reasons.computeIfAbsent(reason.get(), k -> new ArrayList<>()).add(entry.full());
        } else {
            sections.computeIfAbsent(entry.section(), k -> new ArrayList<>()).add(new Row(entry, ours));
        }
    }

    private String write() {
        StringBuilder out = new StringBuilder(PageTexts.HEAD);
        out.append("| section | have | of | missing | left out |\n| --- | ---: | ---: | ---: | ---: |\n");
        sections.forEach((section, rows) -> out.append(counts("`" + section + "`", rows, without(section + "."))));
        out.append(
                counts("all", sections.values().stream().flatMap(List::stream).toList(), without("")));
        out.append(PageTexts.CASES);
        Lists.read("cases.txt")
                .forEach(suite ->
                        out.append("| " + suite.key() + " | " + suite.value().replace(" ", " | ") + " |\n"));
        out.append("\nThe failing ones:\n\n");
        Lists.read("/conformance/known-failures.txt")
                .forEach(failure -> out.append("- `" + failure.key() + "`: " + failure.value() + "\n"));
        out.append(PageTexts.BACKGROUND);
        sections.forEach((section, rows) -> write(section, rows, out));
        out.append("\n## Left out\n\nNames without a place here, and why; they are not counted above.\n");
        reasons.forEach(
                (reason, names) -> out.append("\n**" + reason + "** (" + names.size() + "): " + quoted(names) + "\n"));
        return out.toString();
    }

    private static String counts(String title, List<Row> rows, long without) {
        long have = have(rows);
        return "| " + title + " | " + have + " | " + rows.size() + " | " + (rows.size() - have) + " | " + without
                + " |\n";
    }

    /** How many names of a module are left out. */
    private long without(String prefix) {
        return reasons.values().stream()
                .flatMap(List::stream)
                .filter(n -> prefix.isEmpty() || n.lastIndexOf('.') == prefix.length() - 1 && n.startsWith(prefix))
                .count();
    }

    private void write(String section, List<Row> rows, StringBuilder out) {
        out.append("\n## " + section + "\n\nHave " + have(rows) + " of " + rows.size() + ".");
        List<String> missing = rows.stream()
                .filter(r -> r.ours().isEmpty())
                .map(r -> r.entry().name())
                .toList();
        out.append(missing.isEmpty() ? "\n" : " Missing: " + quoted(missing) + ".\n");
        out.append("\n| PyTorch | ours | note |\n| --- | --- | --- |\n");
        rows.forEach(row -> out.append(row.line(note(row.entry()))));
    }

    private String note(Entry entry) {
        return notes.stream()
                .filter(line -> line.names(entry))
                .map(Lists.Line::value)
                .collect(Collectors.joining("; "));
    }

    private static long have(List<Row> rows) {
        return rows.stream().filter(r -> r.ours().isPresent()).count();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    }
}
