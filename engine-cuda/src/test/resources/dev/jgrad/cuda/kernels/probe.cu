// Kernels for the tests of the driver, the launch and the simulation themselves.

extern "C" __global__ void axpy(T *y, const T *x, T a, long long n) {
    for (long long i = blockIdx.x * (long long) blockDim.x + threadIdx.x; i < n; i += (long long) gridDim.x * blockDim.x) {
        y[i] = a * x[i] + y[i];
    }
}

extern "C" __global__ void blockSum(const T *x, T *out, long long n) {
    extern __shared__ T partial[];
    __shared__ int count;
    const int t = threadIdx.x;
    if (t == 0) count = 0;
    const long long i = blockIdx.x * (long long) blockDim.x + t;
    partial[t] = i < n ? x[i] : T(0);
    __syncthreads();
    atomicAdd(&count, 1);
    for (int k = blockDim.x / 2; k > 0; k >>= 1) {
        if (t < k) partial[t] += partial[t + k];
        __syncthreads();
    }
    if (t == 0) out[blockIdx.x] = partial[0] + T(count - (int) blockDim.x);
}

extern "C" __global__ void warpSum(const T *x, T *out) {
    T v = x[threadIdx.x];
    for (int d = 16; d > 0; d >>= 1) v += __shfl_down_sync(0xffffffffu, v, d);
    if (threadIdx.x % 32 == 0) out[threadIdx.x / 32] = v;
}

// Reads one element too many.
extern "C" __global__ void overrun(T *out, const T *x, long long n) { out[0] = x[n]; }

// Half of the threads wait for the others, which wait for them.
extern "C" __global__ void divided(int *out) {
    if (threadIdx.x < 16) __syncwarp(0xffffffffu); else __syncthreads();
    out[0] = 1;
}

// Loads four numbers at once from an address that may not be made for it.
struct alignas(16) Four { float x[4]; };
extern "C" __global__ void fourAt(float *out, const float *x, long long n) { *(Four *) out = *(const Four *) (x + n); }

// Asks all lanes of a warp, whether the block has them or not.
extern "C" __global__ void wholeWarp(float *out) { out[threadIdx.x] = __shfl_down_sync(0xffffffffu, (float) threadIdx.x, 1); }
