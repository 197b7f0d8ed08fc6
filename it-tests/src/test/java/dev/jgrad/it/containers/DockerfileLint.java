package dev.jgrad.it.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be said of a Dockerfile without building it: that it means something, and that it follows the rules of careful
 * people (hadolint's, as far as they apply). For images whose base cannot be had here.
 */
final class DockerfileLint {
    private static final Set<String> KNOWN = Set.of(
            "ARG", "FROM", "COPY", "RUN", "ENV", "WORKDIR", "LABEL", "USER", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD");
    private static final Pattern FROM = Pattern.compile("(\\S+)(?: AS (\\w+))?");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9./-]+:[\\w.-]+");
    private static final Pattern JSON = Pattern.compile("\\[\"[^\"]*\"(, *\"[^\"]*\")*]");
    private static final Pattern ENV = Pattern.compile("([A-Z_]+=\\S+ ?)+");

    private final Path context;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> defaults = new HashMap<>();
    private final Set<String> stages = new HashSet<>();
    private final Map<String, String> last = new HashMap<>();
    private boolean inStage;

    private DockerfileLint(Path context) {
        this.context = context;
    }

    /** One line for each thing that is not right. */
    static List<String> problems(Path file, Path context) throws IOException {
        var lint = new DockerfileLint(context);
        String joined = String.join("\n", Files.readAllLines(file)).replaceAll("(?m)^\\s*#.*\\n", "");
        for (String line : joined.replaceAll("\\\\\\n\\s*", " ").lines().toList()) {
            if (!line.isBlank()) {
                lint.instruction(line.strip());
            }
        }
        lint.end();
        return lint.problems;
    }

    private void instruction(String line) {
        String[] parts = line.split("\\s+", 2);
        String name = parts[0];
        String rest = parts.length > 1 ? parts[1] : "";
        check(KNOWN.contains(name), line, "is no instruction that we use");
        check(inStage || name.equals("ARG") || name.equals("FROM"), line, "stands before the first FROM");
        switch (name) {
            case "ARG" -> defaults.put(rest.split("=", 2)[0], rest.contains("=") ? rest.split("=", 2)[1] : "");
            case "FROM" -> from(line, rest);
            case "COPY" -> copy(line, rest);
            case "RUN" -> run(line, rest);
            case "ENV" -> check(ENV.matcher(rest).matches(), line, "is not of the form NAME=value");
            case "WORKDIR" -> check(rest.startsWith("/"), line, "is not absolute");
            case "ENTRYPOINT", "CMD" ->
                check(JSON.matcher(rest).matches(), line, "is run by a shell that swallows signals");
            case "EXPOSE" -> check(rest.matches("\\d+"), line, "is no port");
            default -> check(!rest.isEmpty(), line, "says nothing");
        }
        last.put(name, rest);
    }

    private void from(String line, String rest) {
        Matcher matcher = FROM.matcher(rest);
        check(matcher.matches(), line, "is not IMAGE AS STAGE");
        String image = matcher.group(1);
        if (image.startsWith("${")) {
            String argument = image.substring(2, image.length() - 1);
            check(defaults.containsKey(argument), line, "uses an ARG that is not declared before");
            image = defaults.getOrDefault(argument, "");
        }
        boolean known = stages.contains(image) || image.equals("scratch");
        check(known || IMAGE.matcher(image).matches() && !image.endsWith(":latest"), line, "names no version");
        if (matcher.group(2) != null) {
            check(stages.add(matcher.group(2)), line, "names a stage twice");
        }
        last.clear();
        inStage = true;
    }

    private void copy(String line, String rest) {
        String[] words = rest.split("\\s+");
        int first = words[0].startsWith("--") ? 1 : 0;
        if (first == 1) {
            check(
                    words[0].startsWith("--from=") && stages.contains(words[0].substring("--from=".length())),
                    line,
                    "copies from a stage that is not there");
            return;
        }
        check(
                words.length > 2 ? words[words.length - 1].endsWith("/") : words.length == 2,
                line,
                "has no folder as target");
        for (int i = first; i < words.length - 1; i++) {
            check(Files.exists(context.resolve(words[i])), line, words[i] + " is not there");
        }
    }

    private void run(String line, String rest) {
        check(!rest.contains("sudo "), line, "uses sudo");
        check(!rest.contains("cd "), line, "changes the folder; use WORKDIR");
        check(!rest.matches(".*\\|(?!\\|).*") || rest.contains("pipefail"), line, "hides failures in a pipe");
        if (rest.contains("apt-get install")) {
            check(
                    rest.contains("--no-install-recommends") && rest.contains("rm -rf /var/lib/apt/lists"),
                    line,
                    "installs more than it needs, or keeps the lists");
        }
    }

    private void end() {
        check(last.containsKey("USER") && !last.get("USER").matches("root|0"), "the last stage", "runs as root");
        for (String wanted : List.of("ENTRYPOINT", "CMD", "LABEL", "EXPOSE", "VOLUME")) {
            check(last.containsKey(wanted), "the last stage", "has no " + wanted);
        }
    }

    private void check(boolean holds, String where, String problem) {
        if (!holds) {
            problems.add(where + ": " + problem);
        }
    }
}
