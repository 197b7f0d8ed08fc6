package dev.jgrad.cpu.loops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Defines a loop class anew for each operation, with the operation as class data, so that it is a constant to the JIT
 * and inlined. One shared loop that calls different operations would be 20 to 50 times slower: its call is megamorphic,
 * and vectors are boxed.
 */
public final class Specializer {
    private Specializer() {}

    /**
     * A fresh instance of a fresh copy of a template.
     *
     * @param lookup with full access to the template's package
     * @param template a class with a constructor without parameters, which reads its operation by {@link #operation}
     * @param type what to see the result as
     */
    public static <T> T define(
            MethodHandles.Lookup lookup, Class<? extends T> template, Object operation, Class<T> type) {
        String file = template.getName().substring(template.getPackageName().length() + 1) + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("class file of " + template + " is missing");
            }
            MethodHandles.Lookup copy = lookup.defineHiddenClassWithClassData(in.readAllBytes(), operation, true);
            return type.cast(copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot define a copy of " + template, e);
        }
    }

    /** The operation of the class whose initializer calls this; null in the template itself, which is never used. */
    public static <T> T operation(MethodHandles.Lookup lookup, Class<T> type) {
        try {
            return MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, type);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
