package dev.jgrad.autograd;

/** Takes a hook away again; also by try-with-resources. */
@FunctionalInterface
public interface RemovableHandle extends AutoCloseable {
    /** Removes the hook; a second call does nothing. */
    void remove();

    @Override
    default void close() {
        remove();
    }
}
