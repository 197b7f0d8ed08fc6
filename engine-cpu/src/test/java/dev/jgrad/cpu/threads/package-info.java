/** Tests of the thread pool. */
@NullMarked
package dev.jgrad.cpu.threads;

import org.jspecify.annotations.NullMarked;
