/**
 * The command line: one class per command, {@link dev.jgrad.nn.cli.Main} in front. What the commands do is done by the
 * library; here are options, texts and exit codes (0 done, 1 it did not work, 2 wrongly called, 3 our fault).
 */
@NullMarked
package dev.jgrad.nn.cli;

import org.jspecify.annotations.NullMarked;
