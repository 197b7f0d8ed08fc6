package dev.jgrad.it.conformance.ops;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The parameters of all of PyTorch's operators, for those that a folder has no signatures for. */
final class KnownSignatures {
    private static final Map<String, List<Signature>> ALL = read();

    private KnownSignatures() {}

    /** Signatures of an operator by its name, none for what PyTorch does not have. */
    static List<Signature> of(String op) {
        return ALL.getOrDefault(op, List.of());
    }

    private static Map<String, List<Signature>> read() {
        Map<String, List<Signature>> all = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        KnownSignatures.class.getResourceAsStream("/conformance/signatures.tsv"), "signatures.tsv"),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                Signature signature = line.startsWith("#") ? null : Signature.parse(line.substring(tab + 1));
                if (signature != null) {
                    all.computeIfAbsent(line.substring(0, tab), k -> new ArrayList<>())
                            .add(signature);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
