package dev.jgrad.it.gpu;

import java.util.HashMap;
import java.util.Map;

/**
 * A benchmark case such as {@code resnet-train:depth=18,b=16,h=64,precision=bfloat16,mode=graph}. The Python side reads the
 * same names.
 */
record GpuCase(String text, String kind, Map<String, String> parameters) {
    static GpuCase of(String text) {
        int colon = text.indexOf(':');
        Map<String, String> parameters = new HashMap<>();
        if (colon >= 0) {
            for (String pair : text.substring(colon + 1).split(",")) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], parts[1]);
            }
        }
        return new GpuCase(text, colon < 0 ? text : text.substring(0, colon), parameters);
    }

    int number(String name, int missing) {
        return Integer.parseInt(parameters.getOrDefault(name, Integer.toString(missing)));
    }

    String word(String name, String missing) {
        return parameters.getOrDefault(name, missing);
    }

    boolean is(String name, String value) {
        return value.equals(parameters.get(name));
    }
}
