package dev.jgrad.it.fuzz;

import dev.jgrad.tensor.Tensor;

/** A tensor that a line defined. Tensors over the same memory share their {@link Values}. */
record Variable(String name, int line, Tensor tensor, Values values) {
    /** What is known about the elements of a memory, and of the gradient that belongs to it. */
    static final class Values {
        private Trust trust;
        private Trust gradient = Trust.ROUNDED;
        private boolean stopped;

        Values(Trust trust) {
            this.trust = trust;
        }

        void lower(Trust other) {
            trust = trust.and(other);
        }

        void lowerGradient(Trust other) {
            gradient = gradient.and(other);
        }

        /** The values depend on leaves in a way that gradients do not follow. */
        void stop() {
            stopped = true;
        }

        boolean isStopped() {
            return stopped;
        }

        Trust gradient() {
            return gradient;
        }
    }

    /** A variable as trustworthy as the gradient of this one. */
    Variable ofGradient() {
        return new Variable(name, line, tensor, new Values(values.gradient));
    }

    Trust trust() {
        return values.trust;
    }
}
