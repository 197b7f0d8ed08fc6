// Faults on purpose: what a checker must find before its silence about the engine means anything.

// Writes one element behind the end.
extern "C" __global__ void outOfBounds(float *out, long long n) {
    const long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (i <= n) {
        out[i] = 1;
    }
}

// Reads what another thread of the block writes, without a barrier in between.
extern "C" __global__ void race(float *out) {
    __shared__ float shared[256];
    shared[threadIdx.x] = (float)threadIdx.x;
    out[threadIdx.x] = shared[255 - threadIdx.x];
}
