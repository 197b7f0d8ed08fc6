/** Checkpoints read, refused, written: files of PyTorch, of our own and damaged ones. */
package dev.jgrad.it.checkpoints;
