/** Tensors print the text that PyTorch prints. */
package dev.jgrad.it.printing;
