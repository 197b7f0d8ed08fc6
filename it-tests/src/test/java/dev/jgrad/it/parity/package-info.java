/**
 * Writes {@code docs/parity.md}: what of PyTorch's public names jgrad has. {@code pytorch-names.txt} lists the names,
 * {@code forms.txt} those that are called otherwise in Java, {@code notes.txt} where ours deviates and why, {@code
 * left-out.txt} what has no place in Java. {@link dev.jgrad.it.parity.Resolver} asks the public classes by reflection, so
 * that a new method needs no entry; {@code it-tests/bin/parity} starts {@link dev.jgrad.it.parity.ParityMain}.
 */
@org.jspecify.annotations.NullMarked
package dev.jgrad.it.parity;
