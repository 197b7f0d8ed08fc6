package dev.jgrad.cuda.compile;

import dev.jgrad.data.JgradException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .cu} resource with the headers it includes, read from {@code dev/jgrad/cuda/kernels}.
 *
 * @param name the file's name, such as {@code elementwise.cu}
 * @param text its content
 * @param headers name and content of every header it includes, directly or not, in order of inclusion
 */
public record KernelSource(String name, String text, Map<String, String> headers) {
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*#\\s*include\\s*\"([^\"]+)\"");
    private static final String FOLDER = "/dev/jgrad/cuda/kernels/";

    /** Reads a source and its headers. */
    public static KernelSource load(String name) {
        String text = read(name);
        Map<String, String> headers = new LinkedHashMap<>();
        collect(text, headers);
        return new KernelSource(name, text, headers);
    }

    private static void collect(String text, Map<String, String> headers) {
        Matcher matcher = INCLUDE.matcher(text);
        while (matcher.find()) {
            String header = matcher.group(1);
            if (!headers.containsKey(header)) {
                String content = read(header);
                headers.put(header, content);
                collect(content, headers);
            }
        }
    }

    private static String read(String name) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new JgradException("no kernel source " + FOLDER + name + " in the engine's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new JgradException("cannot read kernel source " + name, e);
        }
    }
}
