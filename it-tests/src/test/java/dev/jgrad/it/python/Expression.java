package dev.jgrad.it.python;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tree of an expression. */
sealed interface Expression {
    /** A number, text, boolean or None. */
    record Literal(@Nullable Object value) implements Expression {}

    /** A variable or a package. */
    record Identifier(String name) implements Expression {}

    /** {@code owner.name}. */
    record Attribute(Expression owner, String name) implements Expression {}

    /** {@code function(arguments, key=value)}. */
    record Invocation(Expression function, List<Expression> arguments, Map<String, Expression> keywords)
            implements Expression {}

    /** {@code owner[parts]}. */
    record Subscript(Expression owner, List<Expression> parts) implements Expression {}

    /** {@code start:stop:step} within brackets. */
    record Range(
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step) implements Expression {}

    /** {@code ...}. */
    record Dots() implements Expression {}

    /** A list, or a tuple. */
    record Sequence(List<Expression> items, boolean tuple) implements Expression {}

    /** A dictionary. */
    record Dictionary(Map<Expression, Expression> entries) implements Expression {}

    /** {@code *items} among arguments. */
    record Unpacked(Expression items) implements Expression {}

    /** {@code [item for variable in items]}. */
    record Comprehension(Expression item, String variable, Expression items) implements Expression {}

    /** {@code -x}. */
    record Negation(Expression operand) implements Expression {}

    /** {@code a + b}. */
    record Operation(String operator, Expression left, Expression right) implements Expression {}
}
