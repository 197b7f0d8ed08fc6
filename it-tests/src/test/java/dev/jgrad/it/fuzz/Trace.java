package dev.jgrad.it.fuzz;

import dev.jgrad.data.JgradException;
import dev.jgrad.memory.OutOfMemoryException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened when a program ran: each line with its outcome, and all tensors as they were at the end. */
final class Trace {
    /** How a line ended. */
    enum Outcome {
        DONE,
        REFUSED,
        CRASHED
    }

    /**
     * A line.
     *
     * @param at the line of the program it belongs to
     * @param trust of what it read
     * @param detail what was thrown
     */
    record Line(int at, String text, Outcome outcome, Trust trust, String detail) {
        /** What was thrown, without its message. */
        String kind() {
            return detail.split(":", 2)[0];
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private List<long[]> operands = new ArrayList<>();
    private int at;
    private String text = "";
    private Trust trust = Trust.EXACT;

    List<Line> lines() {
        return lines;
    }

    List<Observation> observations() {
        return observations;
    }

    Optional<Observation> observation(String name) {
        return observations.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    /** The variables each line took: a number of a line and a position in it for each. */
    List<long[]> operands() {
        return operands;
    }

    /** What follows belongs to a line of the program. */
    void enter(int line) {
        at = line;
    }

    void line(String done) {
        lines.add(new Line(at, done, Outcome.DONE, Trust.EXACT, ""));
    }

    void begin(String newText, Trust ofInputs) {
        text = newText;
        trust = ofInputs;
    }

    void succeed() {
        lines.add(new Line(at, text, Outcome.DONE, trust, ""));
    }

    /** Names what the last line assigned. */
    void assign(String name) {
        Line last = lines.removeLast();
        boolean first = !last.text.startsWith("var ");
        String assigned =
                first ? "var " + name + " = " + last.text : last.text.replaceFirst(" = ", ", " + name + " = ");
        lines.add(new Line(last.at, assigned, last.outcome, last.trust, last.detail));
    }

    void refuse(JgradException e) {
        lines.add(new Line(at, text, Outcome.REFUSED, trust, e.getClass().getSimpleName() + ": " + e.getMessage()));
    }

    void crash(Throwable e) {
        lines.add(new Line(at, text, Outcome.CRASHED, trust, "threw " + e + " at " + place(e)));
    }

    /** Notes something that is wrong, and that nothing has thrown. */
    void complain(String about, String what) {
        lines.add(new Line(at, about, Outcome.CRASHED, trust, what));
    }

    private static String place(Throwable e) {
        StringBuilder out = new StringBuilder();
        StackTraceElement[] trace = e.getStackTrace();
        for (int i = 0, shown = 0; i < trace.length && shown < 6; i++) {
            if (trace[i].getClassName().startsWith("dev.jgrad") || i == 0) {
                out.append(shown++ == 0 ? "" : " < ").append(trace[i]);
            }
        }
        return out.toString();
    }

    /** Looks at a variable and its gradient. */
    void observe(Variable v) {
        try {
            observations.add(Observation.of(v.name(), v.tensor(), v.trust()));
            var grad = v.tensor().grad();
            if (grad != null) {
                observations.add(
                        Observation.of(v.name() + ".grad()", grad, v.values().gradient()));
            }
        } catch (JgradException e) {
            observations.add(Observation.refused(v.name(), e));
        } catch (OutOfMemoryError e) {
            // Not the engine's, which says so with an exception of its own: copies of what all variables hold.
            observations.add(Observation.refused(v.name(), new OutOfMemoryException(String.valueOf(e.getMessage()))));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            text = v.name() + ".toDoubleArray();";
            crash(e);
        }
    }

    /** The same lines without what the variables hold, and the news that there was no room for it. */
    Trace starve(OutOfMemoryError e) {
        Trace out = new Trace();
        out.lines.addAll(lines);
        out.lines.add(new Line(
                at,
                "// looks at all variables",
                Outcome.REFUSED,
                Trust.UNSTABLE,
                "OutOfMemoryException: " + e.getMessage()));
        out.operands = operands;
        return out;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(lines.size());
        for (Line l : lines) {
            out.writeInt(l.at);
            Wire.text(out, l.text);
            out.writeByte(l.outcome.ordinal());
            out.writeByte(l.trust.ordinal());
            Wire.text(out, l.detail);
        }
        out.writeInt(observations.size());
        for (Observation o : observations) {
            o.write(out);
        }
        Wire.arrays(out, operands);
    }

    static Trace read(DataInput in) throws IOException {
        Trace out = new Trace();
        for (int n = in.readInt(); n > 0; n--) {
            out.lines.add(new Line(
                    in.readInt(),
                    Wire.text(in),
                    Outcome.values()[in.readByte()],
                    Trust.values()[in.readByte()],
                    Wire.text(in)));
        }
        for (int n = in.readInt(); n > 0; n--) {
            out.observations.add(Observation.read(in));
        }
        out.operands = Wire.arrays(in);
        return out;
    }
}
