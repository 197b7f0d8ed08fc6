/**
 * The behaviour of {@code torch.autograd}, snippet by snippet. The identifiers A01 to A74 are those of the list of
 * observed behaviour in {@code docs/autograd-semantics.md}.
 */
package dev.jgrad.it.autograd;
