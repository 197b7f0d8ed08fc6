/**
 * oneDNN through its C API: {@link dev.jgrad.cpu.onednn.OneDnn} says whether it is there, the classes beside it run one
 * kind of primitive each. Everything takes plain addresses and layouts; who calls has checked that the layouts lie
 * inside their buffers and keeps the buffers reachable.
 *
 * <p>A primitive is made once per thread and {@link dev.jgrad.cpu.onednn.PrimitiveKey} and kept in the thread's
 * {@link dev.jgrad.cpu.onednn.Workspace} together with its argument list, so nothing is shared between threads and
 * nothing is allocated in a repeated call. oneDNN itself shares the generated code beneath.
 */
@NullMarked
package dev.jgrad.cpu.onednn;

import org.jspecify.annotations.NullMarked;
