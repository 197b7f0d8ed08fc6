package dev.jgrad.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@code docs/architecture.md} that a machine can check, on all classes we ship. */
class ArchitectureTest {
    private static final List<CompiledClass> CLASSES = Stream.of("engine-api", "engine-cpu", "engine-cuda", "nn")
            .flatMap(module -> CompiledClass.under(Path.of("..", module, "target", "classes")).stream())
            .toList();

    private static final String SEGMENT = "java.lang.foreign.MemorySegment";
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Utils?|Helpers?|Manager|Impl)");
    private static final Pattern EMPTY_PACKAGE =
            Pattern.compile(".*\\.(utils?|common|impl|base|helpers?|managers?)(\\..*)?");

    @Test
    void looksAtAllModules() {
        for (String expected : List.of("dev.jgrad.data", "dev.jgrad.cpu", "dev.jgrad.nn")) {
            assertTrue(
                    CLASSES.stream().anyMatch(type -> type.packageName().startsWith(expected)),
                    () -> "no class of " + expected + " was found under "
                            + Path.of("..").toAbsolutePath());
        }
    }

    @Test
    void packagesKnowOnlyWhatTheyMay() {
        assertNone(Arrows.broken(CLASSES));
    }

    /** A segment as a parameter lets heap and native ones meet in one loop, and the JVM's profile of it is spoiled. */
    @Test
    void loopsTakeAddressesAndArraysNotSegments() {
        var broken = new ArrayList<String>();
        for (CompiledClass type : CLASSES) {
            if (!type.packageName().matches("dev\\.jgrad\\.cpu(\\..*)?\\.(kernels|loops)(\\..*)?")) {
                continue;
            }
            type.model().methods().forEach(method -> {
                if (method.methodTypeSymbol().parameterList().stream().anyMatch(ArchitectureTest::isSegment)) {
                    broken.add(type.name() + "." + method.methodName() + " takes a MemorySegment");
                }
            });
            type.model().fields().forEach(field -> {
                boolean constantAll = field.flags().has(AccessFlag.STATIC)
                        && field.flags().has(AccessFlag.FINAL)
                        && field.fieldName().equalsString("ALL");
                if (isSegment(field.fieldTypeSymbol()) && !constantAll) {
                    broken.add(type.name() + "." + field.fieldName() + " is a MemorySegment");
                }
            });
        }
        assertNone(broken);
    }

    @Test
    void nativeFunctionsAreCalledInFewPlaces() {
        assertOnlyIn(
                "dev\\.jgrad\\.cpu\\.(SystemMemory|(natives|onednn|blas)\\..*)",
                mention ->
                        mention.equals("java.lang.foreign.Linker") || mention.equals("java.lang.foreign.SymbolLookup"));
    }

    @Test
    void jcudaIsKnownWhereALibraryIsBound() {
        assertOnlyIn("dev\\.jgrad\\.cuda\\.(driver|blas|dnn)\\..*", mention -> mention.startsWith("jcuda."));
    }

    @Test
    void bytedecoIsACarrierOnly() {
        assertOnlyIn("nowhere", mention -> mention.startsWith("org.bytedeco."));
    }

    @Test
    void everyPackageTellsItsStory() {
        Map<String, List<CompiledClass>> packages =
                CLASSES.stream().collect(Collectors.groupingBy(CompiledClass::packageName));
        var broken = new ArrayList<String>();
        packages.forEach((name, types) -> {
            var info = types.stream().filter(CompiledClass::isPackageInfo).findAny();
            if (info.isEmpty()) {
                broken.add(name + " has no package-info");
            } else if (!isNullMarked(info.get())) {
                broken.add(name + " is not @NullMarked");
            }
        });
        assertNone(broken);
    }

    @Test
    void namesSaySomething() {
        var broken = new ArrayList<String>();
        for (CompiledClass type : CLASSES) {
            if (EMPTY_NAME.matcher(type.simpleName()).matches()) {
                broken.add(type.name() + " has a name that says nothing");
            }
            if (EMPTY_PACKAGE.matcher(type.packageName()).matches()) {
                broken.add(type.name() + " lies in a package whose name says nothing");
            }
        }
        assertNone(broken);
    }

    private static boolean isSegment(java.lang.constant.ClassDesc type) {
        return type.descriptorString().equals("L" + SEGMENT.replace('.', '/') + ";");
    }

    private static boolean isNullMarked(CompiledClass info) {
        return info.model()
                .findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(attribute -> attribute.annotations().stream()
                        .anyMatch(annotation ->
                                annotation.className().equalsString("Lorg/jspecify/annotations/NullMarked;")))
                .orElse(false);
    }

    private static void assertOnlyIn(String places, Predicate<String> mentioned) {
        var broken = new ArrayList<String>();
        for (CompiledClass type : CLASSES) {
            if (!type.name().matches(places)) {
                type.mentions().stream()
                        .filter(mentioned)
                        .forEach(mention -> broken.add(type.name() + " knows " + mention));
            }
        }
        assertNone(broken);
    }

    private static void assertNone(List<String> broken) {
        assertEquals("", String.join("\n", broken));
    }
}
