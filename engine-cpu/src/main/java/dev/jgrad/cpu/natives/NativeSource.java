package dev.jgrad.cpu.natives;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file of a carrier as it is found: on the class path, in a resolved module, or in a jar that lies on the module
 * path without being resolved (nothing in our descriptors names a module for one platform).
 *
 * @param file the plain file name
 * @param url where its content is
 * @param size its length in bytes
 * @param crc its CRC-32, or -1 where the source does not say
 */
record NativeSource(String file, URL url, long size, long crc) {
    /** The files of a bundle, or an empty list when the carrier is nowhere to be found. */
    static List<NativeSource> of(NativeBundle bundle) throws IOException {
        List<NativeSource> sources = new ArrayList<>();
        for (String file : bundle.files()) {
            URL url = find(bundle.resource(file));
            if (url == null) {
                return List.of();
            }
            sources.add(describe(file, url));
        }
        return sources;
    }

    InputStream open() throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static NativeSource describe(String file, URL url) throws IOException {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (JarFile _ = jar.getJarFile()) {
                JarEntry entry = jar.getJarEntry();
                return new NativeSource(file, url, entry.getSize(), entry.getCrc());
            }
        }
        try (InputStream _ = connection.getInputStream()) {
            return new NativeSource(file, url, connection.getContentLengthLong(), -1);
        }
    }

    private static @Nullable URL find(String resource) throws IOException {
        ClassLoader own = NativeSource.class.getClassLoader();
        URL url = own == null ? ClassLoader.getSystemResource(resource) : own.getResource(resource);
        if (url == null) {
            url = ClassLoader.getSystemResource(resource);
        }
        return url != null ? url : findOnModulePath(resource);
    }

    private static @Nullable URL findOnModulePath(String resource) throws IOException {
        String artifact = resource.split("/")[2];
        for (String element : System.getProperty("jdk.module.path", "").split(File.pathSeparator)) {
            for (Path jar : jarsOf(element, artifact)) {
                try (JarFile opened = new JarFile(jar.toFile())) {
                    if (opened.getEntry(resource) != null) {
                        return URI.create("jar:" + jar.toUri() + "!/" + resource)
                                .toURL();
                    }
                }
            }
        }
        return null;
    }

    private static List<Path> jarsOf(String element, String artifact) throws IOException {
        if (element.isEmpty()) {
            return List.of();
        }
        Path path = Path.of(element);
        if (Files.isDirectory(path)) {
            try (Stream<Path> children = Files.list(path)) {
                return children.filter(child -> isCarrier(child, artifact)).toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return isCarrier(path, artifact) ? List.of(path) : List.of();
    }

    private static boolean isCarrier(Path path, String artifact) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        return name.startsWith(artifact) && name.endsWith(".jar") && Files.isRegularFile(path);
    }
}
