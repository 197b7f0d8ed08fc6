package dev.jgrad.nn.cli;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A formula as one would write it in Python, such as {@code 3*a**3 - b**2} or {@code (a @ b).sum()}: numbers, variables,
 * {@code + - * / @ **}, parentheses and the functions below, before or after their argument.
 */
final class Expression {
    private static final Pattern TOKEN =
            Pattern.compile("\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?|\\w+|\\*\\*|\\S");

    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = Map.ofEntries(
            Map.entry("abs", Tensor::abs),
            Map.entry("cos", Tensor::cos),
            Map.entry("exp", Tensor::exp),
            Map.entry("log", Tensor::log),
            Map.entry("mean", t -> t.mean()),
            Map.entry("neg", Tensor::neg),
            Map.entry("relu", Tensor::relu),
            Map.entry("sigmoid", Tensor::sigmoid),
            Map.entry("sin", Tensor::sin),
            Map.entry("sqrt", Tensor::sqrt),
            Map.entry("sum", t -> t.sum()),
            Map.entry("tanh", Tensor::tanh));

    private final String text;
    private final Map<String, Tensor> variables;
    private final List<String> tokens;
    private int at;

    private Expression(String text, Map<String, Tensor> variables) {
        this.text = text;
        this.variables = variables;
        this.tokens = new ArrayList<>(
                TOKEN.matcher(text).results().map(match -> match.group()).toList());
    }

    /**
     * Computes a formula.
     *
     * @throws ArgumentException when it is none, or names an unknown variable or function
     */
    static Tensor evaluate(String text, Map<String, Tensor> variables) {
        var expression = new Expression(text, variables);
        Operand value = expression.sum();
        if (expression.at < expression.tokens.size()) {
            throw expression.wrong("'" + expression.peek() + "' is not expected");
        }
        return value.tensor();
    }

    private Operand sum() {
        Operand left = product();
        while (true) {
            if (take("+")) {
                left = left.plus(product());
            } else if (take("-")) {
                left = left.minus(product());
            } else {
                return left;
            }
        }
    }

    private Operand product() {
        Operand left = signed();
        while (true) {
            if (take("*")) {
                left = left.times(signed());
            } else if (take("/")) {
                left = left.dividedBy(signed());
            } else if (take("@")) {
                left = Operand.of(left.tensor().matmul(signed().tensor()));
            } else {
                return left;
            }
        }
    }

    /** As in Python, {@code -a**2} is {@code -(a**2)}. */
    private Operand signed() {
        return take("-") ? signed().negated() : power();
    }

    private Operand power() {
        Operand base = callOf(atom());
        return take("**") ? base.toThe(signed()) : base;
    }

    private Operand callOf(Operand receiver) {
        Operand value = receiver;
        while (take(".")) {
            var function = function(next("a function"));
            expect("(");
            expect(")");
            value = Operand.of(function.apply(value.tensor()));
        }
        return value;
    }

    private Operand atom() {
        if (take("(")) {
            Operand inside = sum();
            expect(")");
            return inside;
        }
        String token = next("a number or a variable");
        if (Character.isDigit(token.charAt(0)) || token.matches("\\.\\d.*")) {
            return Operand.of(Double.parseDouble(token));
        }
        if (take("(")) {
            var function = function(token);
            Operand argument = sum();
            expect(")");
            return Operand.of(function.apply(argument.tensor()));
        }
        Tensor variable = variables.get(token);
        if (variable == null) {
            throw wrong("there is no variable '" + token + "'; give it a value with --let " + token + "=[1,2]");
        }
        return Operand.of(variable);
    }

    private UnaryOperator<Tensor> function(String name) {
        var function = FUNCTIONS.get(name);
        if (function == null) {
            throw wrong("there is no function '" + name + "'; there are "
                    + String.join(", ", FUNCTIONS.keySet().stream().sorted().toList()));
        }
        return function;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next(String what) {
        if (at == tokens.size()) {
            throw wrong(what + " is expected at the end");
        }
        return tokens.get(at++);
    }

    private boolean take(String token) {
        boolean there = peek().equals(token);
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong("'" + token + "' is expected " + (peek().isEmpty() ? "at the end" : "before '" + peek() + "'"));
        }
    }

    private ArgumentException wrong(String what) {
        return new ArgumentException("the expression \"" + text + "\" cannot be read: " + what);
    }
}
