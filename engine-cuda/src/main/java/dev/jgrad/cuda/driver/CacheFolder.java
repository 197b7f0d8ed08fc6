package dev.jgrad.cuda.driver;

import java.nio.file.Path;

/** Where files are kept between runs: the folder {@code -Djgrad.cache} names, or the user's cache. */
public final class CacheFolder {
    private CacheFolder() {}

    /** A part of the cache; it may not exist yet. */
    public static Path get(String part) {
        String named = System.getProperty("jgrad.cache");
        if (named != null) {
            return Path.of(named, part);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home", "."), ".cache");
        return caches.resolve("jgrad").resolve(part);
    }
}
