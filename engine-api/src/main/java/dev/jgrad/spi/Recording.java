package dev.jgrad.spi;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work of the calling thread that a device records instead of running it, to replay it later without the program that
 * submitted it. What the program itself computes is frozen in a recording, except for what is announced here: such numbers
 * lie in the device's memory, and the host writes them anew before each replay.
 *
 * <p>A replay begins with what {@link #unless} asks, then does what the host has to do ({@link #eachReplay}) in the order
 * in which it was said, takes the new numbers, and has the device work.
 */
public interface Recording {
    /** Runs an action outside the recording: now, and at this place of every replay. */
    void outside(Runnable action);

    /**
     * Says that the offset which the next random kernel is given has to be a new one in every replay.
     *
     * @param next gives it
     */
    void nextOffset(LongSupplier next);

    /**
     * The same of the seed; a recording that freezes it need not do anything.
     *
     * @param next gives it
     */
    default void nextSeed(LongSupplier next) {}

    /**
     * Says that the numbers which the next kernel with numbers is given ({@code value} of {@link ElementwiseKernels#fill} and
     * {@link ElementwiseKernels#binaryScalar}, {@code p} of {@code ADD_SCALED}, {@code ADDCMUL} and {@code ADDCDIV}; lr,
     * momentum, dampening and weight decay of SGD; step, lr, both betas, eps and weight decay of Adam) have to be new ones
     * in every replay. Now they are what that kernel is given, or the recording is given up.
     */
    void nextNumbers(DoubleSupplier... rules);

    /** Has the host do something at every replay, such as counting a step. The caller has done it for this time. */
    void eachReplay(Runnable action);

    /**
     * Names what a recording depends on.
     *
     * @param obstacle asked before each replay: what has changed so that the recording is no longer the step, or null
     */
    void unless(Supplier<@Nullable String> obstacle);

    /** Has the host take back what it did, if the device refuses the recording and the step is done once more without. */
    void undo(Runnable action);

    /**
     * Gives the recording up, for work that cannot be recorded: what was recorded so far runs now, and all that follows
     * runs as ever.
     */
    void giveUp(String why);
}
