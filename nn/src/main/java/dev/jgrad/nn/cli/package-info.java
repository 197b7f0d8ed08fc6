/** The command line: one class per command, {@link dev.jgrad.nn.cli.Main} in front. */
@NullMarked
package dev.jgrad.nn.cli;

import org.jspecify.annotations.NullMarked;
