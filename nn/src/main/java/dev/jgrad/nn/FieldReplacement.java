package dev.jgrad.nn;

import dev.jgrad.data.ArgumentException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a module's fields in step with its registry. Forward methods read fields, so a child that was replaced in the
 * registry alone would still be used; this is the one place where reflection is worth it, and it runs only on a replacement.
 */
final class FieldReplacement {
    private FieldReplacement() {}

    /** Lets every field of {@code owner} that holds {@code old} hold {@code replacement}; all of them or none. */
    static void replace(Module owner, String name, Object old, Object replacement) {
        List<Field> holders = new ArrayList<>();
        for (Class<?> type = owner.getClass(); type != Module.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && field.getType().isInstance(old)
                        && holds(owner, name, field, old)) {
                    check(owner, name, field, replacement);
                    holders.add(field);
                }
            }
        }
        for (Field field : holders) {
            try {
                field.set(owner, replacement);
            } catch (IllegalAccessException e) {
                throw inaccessible(owner, name, field, e);
            }
        }
    }

    private static boolean holds(Module owner, String name, Field field, Object old) {
        try {
            field.setAccessible(true);
            return field.get(owner) == old;
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw inaccessible(owner, name, field, e);
        }
    }

    private static void check(Module owner, String name, Field field, Object replacement) {
        String where =
                "cannot replace '" + name + "' of " + owner.typeName() + ": its field '" + field.getName() + "' ";
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ArgumentException(where + "is final; remove that modifier");
        }
        if (!field.getType().isInstance(replacement)) {
            throw new ArgumentException(where + "is of type " + field.getType().getSimpleName() + " and cannot hold a "
                    + replacement.getClass().getSimpleName() + "; declare it as Module");
        }
    }

    private static ArgumentException inaccessible(Module owner, String name, Field field, Exception cause) {
        return new ArgumentException(
                "cannot replace '" + name + "' of " + owner.typeName() + ": its field '" + field.getName()
                        + "' cannot be reached; in module-info write: opens "
                        + field.getDeclaringClass().getPackageName() + " to dev.jgrad.nn;",
                cause);
    }
}
