package dev.jgrad.nn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The tutorials. Each is a compact source file in {@code nn/src/main/examples}, compiled by the build; source and class
 * files lie under {@code META-INF/examples}, since a class without a package may not lie in a module.
 */
enum Example {
    AUTOGRAD_MECHANICS("AutogradMechanics", "What requires a gradient; freezing; a new head; ten training threads"),
    COLLECT_GRADIENTS("CollectGradients", "Q = 3a³ - b²: how gradients are collected, and checked"),
    GENTLE_INTRODUCTION("GentleIntroduction", "A ResNet-18 on one picture: forward, loss, backward, step"),
    TRAINING_STEP("TrainingStep", "One training step with everything around it: weights, graph, Jacobian, structure"),
    DEFAULT_DEVICE("DefaultDevice", "The same computation on whatever device there is");

    private static final String FOLDER = "/META-INF/examples/";

    private final String className;
    private final String about;

    Example(String className, String about) {
        this.className = className;
        this.about = about;
    }

    /** The name on the command line. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is about. */
    String about() {
        return about;
    }

    /** The source as its author wrote it. */
    String source() throws IOException {
        return new String(resource(className + ".java"), StandardCharsets.UTF_8);
    }

    /** Runs its main method as the {@code java} launcher would. */
    void run() throws Exception {
        Class<?> type = Class.forName(className, true, new Loader());
        var main = type.getDeclaredMethod("main");
        main.setAccessible(true);
        Object self = null;
        if (!Modifier.isStatic(main.getModifiers())) {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            self = constructor.newInstance();
        }
        try {
            main.invoke(self);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Example.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IOException(FOLDER + name + " is missing from the jar of jgrad-nn");
            }
            return in.readAllBytes();
        }
    }

    /** Finds the classes of examples where they lie. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(Example.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try {
                byte[] bytes = resource(name + ".class");
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
