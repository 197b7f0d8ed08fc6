/** Tests of transforms against torchvision's results. */
package dev.jgrad.nn.data.transforms;
