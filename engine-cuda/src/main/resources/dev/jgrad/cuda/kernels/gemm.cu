// Products of integer matrices: c = beta c + alpha a b + bias. Defined by the host: ELEMENT. Sums wrap as T does.
// A block computes tiles of 16 by 16 of the result; operands pass through shared memory.

// Not a define of its own: the compiler's headers have templates that name their type T.
typedef ELEMENT T;

#define TILE 16

extern "C" __global__ void gemm(T *c, const T *a, const T *b, const T *bias, long long biasStride, long long batches,
                                long long m, long long n, long long k, long long cb, long long cr, long long cc,
                                long long ab, long long ar, long long ac, long long bb, long long br, long long bc,
                                long long alpha, long long beta) {
    __shared__ unsigned long long left[TILE][TILE + 1];
    __shared__ unsigned long long right[TILE][TILE + 1];
    const int x = threadIdx.x, y = threadIdx.y;
    const long long column = (long long)blockIdx.x * TILE + x;
    for (long long batch = blockIdx.z; batch < batches; batch += gridDim.z) {
        for (long long first = (long long)blockIdx.y * TILE; first < m; first += (long long)gridDim.y * TILE) {
            const long long row = first + y;
            unsigned long long sum = 0;
            for (long long p = 0; p < k; p += TILE) {
                const bool inA = row < m && p + x < k, inB = p + y < k && column < n;
                left[y][x] = inA ? (unsigned long long)(long long)a[batch * ab + row * ar + (p + x) * ac] : 0;
                right[y][x] = inB ? (unsigned long long)(long long)b[batch * bb + (p + y) * br + column * bc] : 0;
                __syncthreads();
                for (int q = 0; q < TILE; q++) {
                    sum += left[y][q] * right[q][x];
                }
                __syncthreads();
            }
            if (row < m && column < n) {
                T *at = c + batch * cb + row * cr + column * cc;
                unsigned long long result = (unsigned long long)alpha * sum;
                if (beta != 0) {
                    result += (unsigned long long)beta * (unsigned long long)(long long)*at;
                }
                if (bias != 0) {
                    result += (unsigned long long)(long long)bias[column * biasStride];
                }
                *at = (T)result;
            }
        }
    }
}
