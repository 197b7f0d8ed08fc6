/**
 * Tensors in files: PyTorch's {@code .pth} checkpoints and {@code .safetensors}.
 *
 * <p>Start at {@link dev.jgrad.io.Checkpoint}, which reads either kind by its content and writes {@code .pth}; {@link
 * dev.jgrad.io.Safetensors} writes the other kind; {@link dev.jgrad.io.StateDictFile} opens a file of either kind and
 * hands out its tensors one by one. Files are memory-mapped and are not
 * trusted: everything a file says about itself is checked against its real size before anything is allocated, a pickle
 * can only build values of a fixed list of kinds, and every failure is a {@link dev.jgrad.io.CheckpointException} that
 * names the file. A file is replaced as a whole or not at all.
 */
@NullMarked
package dev.jgrad.io;

import org.jspecify.annotations.NullMarked;
