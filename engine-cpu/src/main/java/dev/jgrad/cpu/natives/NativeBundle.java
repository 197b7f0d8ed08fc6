package dev.jgrad.cpu.natives;

import java.util.List;

/**
 * Files of one native library as a carrier jar holds them.
 *
 * @param title what people call it
 * @param artifact the carrier's artifact, which is also the folder inside it
 * @param classifier the platform's name
 * @param files what is unpacked into one folder
 * @param load what is loaded, in this order; the last is the library itself
 */
record NativeBundle(String title, String artifact, String classifier, List<String> files, List<String> load) {
    /** The path of a file inside the carrier jar. */
    String resource(String file) {
        return "org/bytedeco/" + artifact + "/" + classifier + "/" + file;
    }

    /** How the carrier is named in a build file. */
    String coordinates() {
        return "org.bytedeco:" + artifact + ":" + classifier;
    }
}
