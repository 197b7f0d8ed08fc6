/**
 * What tensors share: a {@link dev.jgrad.storage.Storage} is one buffer of one backend with its version counter. Views
 * and detached tensors share the storage and thereby the version.
 */
@NullMarked
package dev.jgrad.storage;

import org.jspecify.annotations.NullMarked;
