package dev.jgrad.it.fuzz;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A program while it runs: its variables by line, and the trace of what happened. */
final class Scene {
    /** A line needs a variable that was dropped. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final int LEAVES = 4;
    private static final long GREATEST = 1 << 18;

    private final Program program;
    private final List<List<Variable>> byLine = new ArrayList<>();
    private final Trace trace = new Trace();
    private final double nudge;
    private final Map<String, Tensor> directions = new HashMap<>();
    private List<Variable> here = new ArrayList<>();
    private List<Long> taken = new ArrayList<>();

    Scene(Program program) {
        this(program, 0);
    }

    /** @param nudge how far along its {@link Slopes#direction direction} each leaf is moved */
    Scene(Program program, double nudge) {
        this.program = program;
        this.nudge = nudge;
    }

    /** Runs all lines and looks at all variables. */
    Trace run() {
        Generator.manualSeed(program.seed());
        Noise.seed(program.noise());
        for (int line = 0; line < program.lines(); line++) {
            here = new ArrayList<>();
            taken = new ArrayList<>();
            trace.enter(line);
            if (!program.dropped().get(line)) {
                try {
                    Draw draw = new Draw(program.seed(), line, isSmooth());
                    Statement statement = line < LEAVES ? Leaves.STATEMENT : Statements.draw(draw, isSmooth());
                    statement.run(this, draw);
                } catch (Missing e) {
                    // A line whose operands were dropped is dropped, too.
                }
            }
            trace.operands().add(taken.stream().mapToLong(Long::longValue).toArray());
            byLine.add(here);
        }
        Noise.seed(0);
        trace.enter(program.lines());
        for (List<Variable> line : byLine) {
            line.forEach(trace::observe);
        }
        return trace;
    }

    /** Whether only what has a derivative is wanted. */
    boolean isSmooth() {
        return program.isSmooth();
    }

    /** What the lines run so far have defined. */
    List<Variable> variables() {
        return byLine.stream().flatMap(List::stream).toList();
    }

    /** Where a leaf moves to; null for what is none. */
    @Nullable
    Tensor direction(Variable v) {
        return directions.get(v.name());
    }

    /** The line being run. */
    int line() {
        return byLine.size();
    }

    /** A variable of an earlier line, of a late one rather than of an early one. */
    Variable pick(Draw draw) {
        return pick(draw, t -> true);
    }

    /** The same, of a kind if a few attempts find one. */
    Variable pick(Draw draw, Predicate<Tensor> wanted) {
        Variable v = program.operands().isEmpty() ? drawn(draw.operands(), wanted) : recorded();
        if (v == null || isSmooth() && v.values().isStopped()) {
            throw new Missing();
        }
        taken.add((long) v.line());
        taken.add((long) byLine.get(v.line()).indexOf(v));
        return v;
    }

    private @Nullable Variable drawn(Random random, Predicate<Tensor> wanted) {
        Variable v = null;
        int found = 0;
        for (int i = 0; i < 200 && found < 12; i++) {
            List<Variable> there = byLine.get(Math.max(random.nextInt(line()), random.nextInt(line())));
            if (!there.isEmpty()) {
                found++;
                v = there.get(random.nextInt(there.size()));
                if (wanted.test(v.tensor())) {
                    return v;
                }
            }
        }
        return v;
    }

    /** What the whole program took here, if it is there. */
    private @Nullable Variable recorded() {
        long[] all = program.operands().get(line());
        int at = taken.size();
        if (at >= all.length) {
            return null;
        }
        List<Variable> there = byLine.get((int) all[at]);
        return all[at + 1] < there.size() ? there.get((int) all[at + 1]) : null;
    }

    /** A tensor written out in the program, as a variable of its own. */
    Variable literal(Draw draw, String suffix, Elements drawn, DType wanted, boolean requiresGrad, long... sizes) {
        long seed = draw.seed();
        DType dtype = isSmooth() && wanted.isFloatingPoint() ? DType.FLOAT64 : wanted;
        Elements elements =
                isSmooth() && dtype.isFloatingPoint() && drawn != Elements.POSITIVE ? Elements.PLAIN : drawn;
        String name = "v" + line() + suffix;
        boolean leaf = requiresGrad && dtype.isFloatingPoint();
        if (Dims.numel(sizes) > GREATEST) {
            throw new Missing();
        }
        Tensor t = elements.values(seed, dtype, sizes);
        if (leaf) {
            t = nudge == 0 ? t : t.add(Slopes.direction(seed, sizes).mul(nudge));
            t.requiresGrad_();
        }
        trace.line("var " + name + " = " + elements.text(seed, dtype, sizes) + (leaf ? ".requiresGrad_();" : ";"));
        Variable v = new Variable(name, line(), t, new Variable.Values(Trust.EXACT));
        here.add(v);
        if (leaf && isSmooth()) {
            directions.put(name, Slopes.direction(seed, sizes));
        }
        return v;
    }

    /**
     * Runs one statement.
     *
     * @param text what it looks like, without what it assigns to
     * @param inputs the variables it reads or writes
     * @param rounding what it does to values
     */
    void perform(Draw draw, String text, List<Variable> inputs, Rounding rounding, Callable<Object> body) {
        String drawn = draw.oneIn(14) ? "disabled" : draw.oneIn(60) ? "inferenceMode" : "";
        String mode = isSmooth() ? "" : drawn;
        boolean depends = inputs.stream().anyMatch(v -> v.tensor().requiresGrad());
        Trust before = inputs.stream().map(Variable::trust).reduce(Trust.EXACT, Trust::and);
        int[] versions = inputs.stream().mapToInt(v -> v.tensor().version()).toArray();
        trace.begin(mode.isEmpty() ? text : "try (var _ = Grad." + mode + "()) { " + text + " }", before);
        List<Tensor> results;
        try (Guard _ = mode.isEmpty() ? null : mode.equals("disabled") ? Grad.disabled() : Grad.inferenceMode()) {
            results = Results.tensors(body.call());
            trace.succeed();
        } catch (JgradException e) {
            trace.refuse(e);
            for (int i = 0; i < versions.length; i++) {
                if (inputs.get(i).tensor().version() != versions[i]) {
                    inputs.get(i).values().lower(Trust.UNSTABLE);
                }
            }
            return;
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError | LinkageError e) {
            trace.crash(e);
            return;
        }
        for (int i = 0; i < versions.length; i++) {
            Variable v = inputs.get(i);
            if (v.tensor().version() != versions[i]) {
                v.values().lower(rounding.of(before, v.tensor().dtype()));
                stop(v.values(), depends, v.tensor());
            }
        }
        define(results, before, rounding);
        here.forEach(v -> stop(v.values(), depends, v.tensor()));
    }

    /** Notes where gradients end: outside of the graph, and in dtypes or numbers too coarse for differences. */
    private void stop(Variable.Values values, boolean depends, Tensor t) {
        if (isSmooth() && depends && t.isFloatingPoint()) {
            boolean coarse = t.dtype() != DType.FLOAT64 || !(Slopes.greatest(t) < 1e5);
            if (coarse || !t.requiresGrad()) {
                values.stop();
            }
        }
    }

    private void define(List<Tensor> results, Trust before, Rounding rounding) {
        for (int i = 0; i < Math.min(3, results.size()); i++) {
            Tensor t = results.get(i);
            if (t.numel() > GREATEST) {
                continue;
            }
            Variable.Values values = shared(t);
            if (values == null) {
                values = new Variable.Values(rounding.of(before, t.dtype()));
            }
            String name = "v" + line() + (results.size() > 1 ? "" + (char) ('a' + i) : "");
            here.add(new Variable(name, line(), t, values));
            trace.assign(name);
        }
    }

    private Variable.@Nullable Values shared(Tensor t) {
        for (Variable v : here) {
            if (v.tensor().sharesStorageWith(t)) {
                return v.values();
            }
        }
        for (List<Variable> line : byLine) {
            for (Variable v : line) {
                if (v.tensor().sharesStorageWith(t)) {
                    return v.values();
                }
            }
        }
        return null;
    }

    /** After a backward pass: gradients are as good as the roots. */
    void lowerGradients(Trust root) {
        byLine.forEach(line -> line.forEach(v -> v.values().lowerGradient(root)));
    }
}
