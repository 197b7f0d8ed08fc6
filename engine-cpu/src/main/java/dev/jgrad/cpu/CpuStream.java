package dev.jgrad.cpu;

import dev.jgrad.spi.Stream;

/** The CPU's only stream: work is done when the call returns. */
enum CpuStream implements Stream {
    INSTANCE
}
