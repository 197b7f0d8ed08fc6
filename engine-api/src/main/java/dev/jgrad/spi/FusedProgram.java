package dev.jgrad.spi;

import dev.jgrad.data.DType;
import java.util.Arrays;

/**
 * An elementwise expression without its operands and numbers: which steps, on which values, which of them are results.
 * Two expressions of one structure are equal, so that a backend compiles them once. Values are numbered: the inputs
 * first, then the results of the steps in their order.
 *
 * <p>All of it lies in one array of integers, which is what is hashed and compared.
 */
public final class FusedProgram {
    private static final DType[] DTYPES = DType.values();
    private static final UnaryKind[] UNARY = UnaryKind.values();
    private static final BinaryKind[] BINARY = BinaryKind.values();
    private static final TernaryKind[] TERNARY = TernaryKind.values();
    private static final Form[] FORMS = Form.values();
    private static final int HEAD = 4;
    private static final int STEP = 5;

    private final int[] code;
    private final int hash;

    /** What a step takes. */
    public enum Form {
        /** A value. */
        UNARY,
        /** Two values. */
        BINARY,
        /** A value and a number. */
        NUMBER_RIGHT,
        /** A number and a value. */
        NUMBER_LEFT,
        /** Three values. */
        TERNARY
    }

    private FusedProgram(int[] code) {
        this.code = code;
        this.hash = Arrays.hashCode(code);
    }

    /** Puts a program together, inputs first, then steps, then outputs. */
    public static final class Builder {
        private int[] code;
        private int at = HEAD;

        /** A program that computes in a dtype. */
        public Builder(DType dtype, int inputs, int steps, int outputs) {
            code = new int[HEAD + inputs + STEP * steps + 2 * outputs];
            code[0] = dtype.ordinal();
            code[1] = inputs;
            code[2] = steps;
            code[3] = outputs;
        }

        /** The next input. */
        public void input(DType dtype) {
            code[at++] = dtype.ordinal();
        }

        /** The next step; b and c are what the form leaves out where it does. */
        public void step(Form form, Enum<?> kind, int a, int b, int c) {
            code[at++] = form.ordinal();
            code[at++] = kind.ordinal();
            code[at++] = a;
            code[at++] = b;
            code[at++] = c;
        }

        /** The next output: which value, stored as what. */
        public void output(int value, DType dtype) {
            code[at++] = value;
            code[at++] = dtype.ordinal();
        }

        /** The program. */
        public FusedProgram build() {
            if (at != code.length) {
                throw new IllegalStateException("a fused program misses parts: " + at + " of " + code.length);
            }
            return new FusedProgram(code);
        }
    }

    /** What is computed in. */
    public DType dtype() {
        return DTYPES[code[0]];
    }

    /** The number of inputs. */
    public int inputs() {
        return code[1];
    }

    /** The number of steps. */
    public int steps() {
        return code[2];
    }

    /** The number of outputs. */
    public int outputs() {
        return code[3];
    }

    /** The dtype an input is stored in. */
    public DType inputType(int i) {
        return DTYPES[code[HEAD + i]];
    }

    /** What a step takes. */
    public Form form(int step) {
        return FORMS[code[place(step)]];
    }

    /** What a step computes: a {@link UnaryKind}, {@link BinaryKind} or {@link TernaryKind}. */
    public Enum<?> kind(int step) {
        int kind = code[place(step) + 1];
        return switch (form(step)) {
            case UNARY -> UNARY[kind];
            case BINARY, NUMBER_LEFT, NUMBER_RIGHT -> BINARY[kind];
            case TERNARY -> TERNARY[kind];
        };
    }

    /** The number of the value a step takes as its operand 0, 1 or 2. */
    public int operand(int step, int which) {
        return code[place(step) + 2 + which];
    }

    /** The number of the value that is an output. */
    public int output(int i) {
        return code[HEAD + inputs() + STEP * steps() + 2 * i];
    }

    /** The dtype an output is stored in. */
    public DType outputType(int i) {
        return DTYPES[code[HEAD + inputs() + STEP * steps() + 2 * i + 1]];
    }

    private int place(int step) {
        return HEAD + inputs() + STEP * step;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FusedProgram p && hash == p.hash && Arrays.equals(code, p.code);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("fused[");
        for (int i = 0; i < steps(); i++) {
            s.append(i == 0 ? "" : " ").append(kind(i));
        }
        return s.append(']').toString();
    }
}
