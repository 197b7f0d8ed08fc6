package dev.jgrad.it.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;

/** A process that runs programs: reads them from standard input, answers traces on standard output. */
public final class Worker {
    private Worker() {}

    /** Serves until its input ends. */
    public static void main(String[] args) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        PrintStream out = System.out;
        System.setOut(System.err);
        DataOutputStream answers = new DataOutputStream(out);
        while (true) {
            Program program;
            try {
                program = Program.read(in);
            } catch (EOFException e) {
                return;
            }
            ByteArrayOutputStream bytes = answer(program);
            answers.writeInt(bytes.size());
            answers.flush();
            bytes.writeTo(out);
            out.flush();
        }
    }

    /** What it saw; where all of it together does not fit into the heap, only that. */
    private static ByteArrayOutputStream answer(Program program) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Trace trace = program.isSmooth() && program.noise() == 0 ? Slopes.run(program) : new Scene(program).run();
        try {
            trace.write(new DataOutputStream(bytes));
        } catch (OutOfMemoryError e) {
            bytes = new ByteArrayOutputStream();
            trace.starve(e).write(new DataOutputStream(bytes));
        }
        return bytes;
    }
}
