package dev.jgrad.cuda.dnn;

import jcuda.jcudnn.cudnnHandle;

/** A handle that tells its address, which is an attribute of cuDNN's graphs; JCuda keeps it to itself. */
final class RawHandle extends cudnnHandle {
    long raw() {
        return getNativePointer();
    }
}
