package dev.jgrad.it.fuzz;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * A program: everything follows from the seed.
 *
 * @param lines number of lines
 * @param dropped lines that are left out, with all that use what they define
 * @param operands the variables each line takes, as the whole program drew them; empty for the whole program
 * @param noise 0, or a seed by which every rounded result is disturbed by about its rounding error; see {@link Noise}
 */
record Program(long seed, int lines, BitSet dropped, List<long[]> operands, long noise) {
    /** The whole program of a seed. */
    static Program of(long seed) {
        return new Program(seed, 6 + new java.util.Random(seed).nextInt(22), new BitSet(), List.of(), 0);
    }

    /** Whether it is made of what has a derivative, which {@link Slopes} then looks at. */
    boolean isSmooth() {
        return new java.util.Random(seed ^ 0x510_9E5L).nextInt(6) == 0;
    }

    /** The same with further lines left out. */
    Program without(BitSet more, List<long[]> drawn) {
        BitSet all = (BitSet) dropped.clone();
        all.or(more);
        return new Program(seed, lines, all, drawn, noise);
    }

    /** Its first lines. */
    Program until(int line) {
        return new Program(seed, line, dropped, operands, noise);
    }

    /** The same with rounded results disturbed. */
    Program disturbed(long by) {
        return new Program(seed, lines, dropped, operands, by);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(seed);
        out.writeInt(lines);
        Wire.longs(out, dropped.toLongArray());
        Wire.arrays(out, operands);
        out.writeLong(noise);
    }

    static Program read(DataInput in) throws IOException {
        return new Program(in.readLong(), in.readInt(), BitSet.valueOf(Wire.longs(in)), Wire.arrays(in), in.readLong());
    }
}
