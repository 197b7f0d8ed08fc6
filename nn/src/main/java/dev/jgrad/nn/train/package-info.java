/**
 * Training as the command line does it: {@link dev.jgrad.nn.train.Stage} says what is trained on what, {@link
 * dev.jgrad.nn.train.Training} does it, {@link dev.jgrad.nn.train.RunFolder} keeps what comes out.
 */
@NullMarked
package dev.jgrad.nn.train;

import org.jspecify.annotations.NullMarked;
