/** Optimizers, schedules and clipping where the recorded suites say nothing. */
@NullMarked
package dev.jgrad.nn.optim;

import org.jspecify.annotations.NullMarked;
