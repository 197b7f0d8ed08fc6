package dev.jgrad.tensor;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The big classes of functions inherit from smaller ones by subject, where a function may be written a second time unseen. */
class FunctionClassesTest {
    @ParameterizedTest
    @ValueSource(classes = {Tensors.class, Functional.class, Linalg.class, Special.class})
    void noFunctionHidesAnother(Class<?> functions) {
        Map<List<Object>, Class<?>> homes = new HashMap<>();
        for (Class<?> home = functions; home != Object.class; home = home.getSuperclass()) {
            for (Method function : home.getDeclaredMethods()) {
                if (Modifier.isPublic(function.getModifiers())) {
                    Class<?> other =
                            homes.put(List.of(function.getName(), Arrays.asList(function.getParameterTypes())), home);
                    assertNull(other, () -> function + " is hidden by the same function in " + other);
                }
            }
        }
    }
}
