/**
 * What happens to a picture before a model sees it, under the names and with the numbers of {@code
 * torchvision.transforms}. Chain them with {@link dev.jgrad.nn.data.transforms.Transform#then}:
 *
 * <pre>{@code
 * var transform = new Resize(256)
 *         .then(new CenterCrop(224))
 *         .then(new ToTensor())
 *         .then(Normalize.IMAGENET);
 * }</pre>
 *
 * <p>Everything up to {@link dev.jgrad.nn.data.transforms.ToTensor} works on pictures, what follows on tensors; the
 * compiler sees to the order.
 */
@NullMarked
package dev.jgrad.nn.data.transforms;

import org.jspecify.annotations.NullMarked;
