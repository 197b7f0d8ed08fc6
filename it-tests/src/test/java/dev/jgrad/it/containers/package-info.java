/**
 * The container images, started as their users start them. Skipped with a reason where no container engine answers, or
 * where the base images cannot be had; {@link dev.jgrad.it.containers.CpuImage} builds the image, once for all tests.
 */
package dev.jgrad.it.containers;
