package dev.jgrad.it.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One class file and the names it mentions. Names are binary ones with dots, as in {@code dev.jgrad.data.Layout$Builder}.
 *
 * @param mentions every class in a signature, a descriptor, an annotation or an instruction; a constant that the
 *     compiler has copied leaves no trace
 */
record CompiledClass(String name, SortedSet<String> mentions, ClassModel model) {
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$/]+)[;<]");

    /** All classes under a folder such as {@code target/classes}, without the module descriptor and the tutorials. */
    static List<CompiledClass> under(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .filter(file -> !folder.relativize(file).startsWith("META-INF"))
                    .sorted()
                    .map(CompiledClass::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompiledClass read(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CompiledClass parse(byte[] bytes) {
        var model = ClassFile.of().parse(bytes);
        var mentions = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry type) {
                mentions.add(binaryName(type.asInternalName()));
            } else if (entry instanceof Utf8Entry text) {
                var matcher = IN_DESCRIPTOR.matcher(text.stringValue());
                while (matcher.find()) {
                    mentions.add(binaryName(matcher.group(1)));
                }
            }
        }
        return new CompiledClass(binaryName(model.thisClass().asInternalName()), mentions, model);
    }

    private static String binaryName(String internal) {
        return internal.replace('/', '.');
    }

    String packageName() {
        return name.substring(0, Math.max(name.lastIndexOf('.'), 0));
    }

    /** Without package and enclosing classes. */
    String simpleName() {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    boolean isPackageInfo() {
        return name.endsWith(".package-info");
    }
}
