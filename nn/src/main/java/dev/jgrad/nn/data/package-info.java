/**
 * From files to batches: a {@link dev.jgrad.nn.data.Dataset} hands out single samples, a
 * {@link dev.jgrad.nn.data.DataLoader} turns them into shuffled batches, prepared ahead by worker threads.
 *
 * <p>Start with {@link dev.jgrad.nn.data.ImageFolder} for your own pictures, {@link dev.jgrad.nn.data.Mnist#sample} for
 * something to try at once, {@link dev.jgrad.nn.data.Csv} for tables and {@link dev.jgrad.nn.data.TensorDataset} for
 * what is in memory already. Everything stays on the CPU until {@link dev.jgrad.nn.data.Sample#to} moves a batch.
 */
@NullMarked
package dev.jgrad.nn.data;

import org.jspecify.annotations.NullMarked;
