/** Modules, optimizers and schedules against what PyTorch computed: the suite {@code training}. */
@NullMarked
package dev.jgrad.it.training;

import org.jspecify.annotations.NullMarked;
