package dev.jgrad.cpu.loops;

import org.jspecify.annotations.Nullable;

/** The operations that fused loops of one dtype are made of; those of single loops, so that the results are the same. */
public interface FusedOperations {
    /** What is computed with. */
    FusedCarrier carrier();

    /** The object that computes a kind, of the interface the carrier names; null where a loop has to stand alone. */
    @Nullable
    Object operation(Enum<?> kind);

    /** A loop over such operations. */
    FusedLoop define(FusedStage stage);
}
