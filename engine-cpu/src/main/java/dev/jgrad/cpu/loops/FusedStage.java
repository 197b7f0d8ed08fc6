package dev.jgrad.cpu.loops;

import dev.jgrad.data.DType;
import dev.jgrad.spi.FusedProgram.Form;
import java.util.List;

/**
 * A stretch of a fused program that becomes one loop. Operands are numbered, those it writes first; the values of its
 * steps are numbered after those it reads.
 *
 * @param dtype what is computed in, float32 or float64
 * @param outputs for each operand written, the value
 * @param places by operand, written and read
 */
public record FusedStage(DType dtype, List<Step> steps, int[] outputs, List<Place> places) {
    /** Where an operand lies. */
    public enum Place {
        /** Neighbours in an array. */
        ARRAY,
        /** Neighbours in native memory. */
        NATIVE,
        /** One element of an array, for all. */
        ONE_OF_ARRAY,
        /** One element of native memory, for all. */
        ONE_OF_NATIVE
    }

    /**
     * An operation.
     *
     * @param operation an object of the interface that its form has in the provider of the loops
     * @param numbers the place of its numbers
     */
    public record Step(Form form, Object operation, int a, int b, int c, int numbers) {}

    /** The number of operands that are read. */
    public int inputs() {
        return places.size() - outputs.length;
    }
}
