/** Tests of unpacking and loading. */
@NullMarked
package dev.jgrad.cpu.natives;

import org.jspecify.annotations.NullMarked;
