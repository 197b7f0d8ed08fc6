package dev.jgrad.it.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may know whom: the package after {@code dev.jgrad}, sub-packages included, and what it may mention. */
final class Arrows {
    /** These three are one deliberate cycle: a tensor method calls an op, a derivative is written with tensors. */
    private static final Set<String> CORE =
            Set.of("tensor", "op", "autograd", "batch", "storage", "memory", "spi", "data");

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("data", Set.of()),
            Map.entry("spi", Set.of("data")),
            Map.entry("memory", Set.of("spi", "data")),
            Map.entry("batch", Set.of("spi", "data")),
            Map.entry("storage", Set.of("memory", "spi", "data")),
            Map.entry("tensor", CORE),
            Map.entry("op", CORE),
            Map.entry("autograd", CORE),
            Map.entry("io", Set.of("tensor", "autograd", "storage", "data")),
            Map.entry("viz", Set.of("tensor", "autograd", "data")),
            Map.entry("compile", Set.of("tensor", "op", "autograd", "storage", "spi", "data")),
            Map.entry("nn", Set.of("tensor", "autograd", "compile", "io", "viz", "data")),
            Map.entry("cpu", Set.of("spi", "memory", "data")),
            Map.entry("cuda", Set.of("spi", "memory", "data")));

    private static final String ROOT = "dev.jgrad.";

    private Arrows() {}

    /** One line for each class that mentions another it should not know. */
    static List<String> broken(List<CompiledClass> classes) {
        var broken = new ArrayList<String>();
        for (CompiledClass type : classes) {
            String from = area(type.name());
            Set<String> allowed = ALLOWED.get(from);
            if (allowed == null) {
                broken.add(type.name() + " lies in a package that has no place in Arrows; give it one");
                continue;
            }
            for (String mention : type.mentions()) {
                if (mention.startsWith(ROOT)) {
                    String to = area(mention);
                    if (!to.equals(from) && !allowed.contains(to)) {
                        broken.add(type.name() + " knows " + mention + ", but " + from + " may not know " + to);
                    }
                }
            }
        }
        return broken;
    }

    private static String area(String name) {
        String rest = name.substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? "" : rest.substring(0, dot);
    }
}
