// Convolutions of any sizes and strides, for what cuDNN does not do. ELEMENT is float or double; a thread adds up all taps of an
// element of the result, so sums have one order and results are the same each time.

// Not a define of its own: the compiler's headers have templates that name their type T.
typedef ELEMENT T;

// Sizes and strides are [N, C, D, H, W]; for the weight [O, C / groups, D, H, W].
struct Operand {
    long long sizes[5];
    long long strides[5];
};

struct Convolution {
    Operand x, w, y;
    long long stride[3], padding[3], dilation[3];
    long long groups;
};

// The index of an element in row-major order.
static __device__ void unravel(long long i, const long long *sizes, long long *index) {
    for (int d = 4; d >= 0; d--) {
        index[d] = i % sizes[d];
        i /= sizes[d];
    }
}

static __device__ long long position(const Operand &o, long long a, long long b, const long long *at) {
    return a * o.strides[0] + b * o.strides[1] + at[0] * o.strides[2] + at[1] * o.strides[3] + at[2] * o.strides[4];
}

static __device__ long long numel(const long long *sizes) {
    return sizes[0] * sizes[1] * sizes[2] * sizes[3] * sizes[4];
}

#define FOR_ELEMENTS(n)                                                                                     \
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < (n); i += (long long)gridDim.x * blockDim.x)

#define FOR_THREE(at, sizes)                                  \
    for (at[0] = 0; at[0] < sizes[2]; at[0]++)                \
        for (at[1] = 0; at[1] < sizes[3]; at[1]++)            \
            for (at[2] = 0; at[2] < sizes[4]; at[2]++)

// Where a tap of an output meets the input; false outside of it.
static __device__ bool meets(const Convolution &c, const long long *out, const long long *tap, long long *in) {
    for (int d = 0; d < 3; d++) {
        in[d] = out[d] * c.stride[d] - c.padding[d] + tap[d] * c.dilation[d];
        if (in[d] < 0 || in[d] >= c.x.sizes[d + 2]) {
            return false;
        }
    }
    return true;
}

extern "C" __global__ void convolve(const T *x, const T *w, T *y, const Convolution c) {
    const long long perGroup = c.w.sizes[0] / c.groups, channels = c.w.sizes[1];
    FOR_ELEMENTS(numel(c.y.sizes)) {
        long long o[5], tap[3], in[3];
        unravel(i, c.y.sizes, o);
        const long long first = o[1] / perGroup * channels;
        T sum = 0;
        for (long long k = 0; k < channels; k++) {
            FOR_THREE(tap, c.w.sizes) {
                if (meets(c, o + 2, tap, in)) {
                    sum += x[position(c.x, o[0], first + k, in)] * w[position(c.w, o[1], k, tap)];
                }
            }
        }
        y[position(c.y, o[0], o[1], o + 2)] = sum;
    }
}

extern "C" __global__ void inputGradient(T *x, const T *w, const T *y, const Convolution c) {
    const long long perGroup = c.w.sizes[0] / c.groups, channels = c.w.sizes[1];
    FOR_ELEMENTS(numel(c.x.sizes)) {
        long long at[5], tap[3], out[3];
        unravel(i, c.x.sizes, at);
        const long long group = at[1] / channels, k = at[1] % channels;
        T sum = 0;
        FOR_THREE(tap, c.w.sizes) {
            bool met = true;
            for (int d = 0; d < 3 && met; d++) {
                const long long reach = at[d + 2] + c.padding[d] - tap[d] * c.dilation[d];
                out[d] = reach / c.stride[d];
                met = reach >= 0 && reach % c.stride[d] == 0 && out[d] < c.y.sizes[d + 2];
            }
            for (long long o = group * perGroup; met && o < (group + 1) * perGroup; o++) {
                sum += y[position(c.y, at[0], o, out)] * w[position(c.w, o, k, tap)];
            }
        }
        x[position(c.x, at[0], at[1], at + 2)] = sum;
    }
}

extern "C" __global__ void weightGradient(const T *x, T *w, const T *y, const Convolution c) {
    const long long perGroup = c.w.sizes[0] / c.groups, channels = c.w.sizes[1];
    FOR_ELEMENTS(numel(c.w.sizes)) {
        long long at[5], out[3], in[3];
        unravel(i, c.w.sizes, at);
        const long long channel = at[0] / perGroup * channels + at[1];
        T sum = 0;
        for (long long n = 0; n < c.x.sizes[0]; n++) {
            FOR_THREE(out, c.y.sizes) {
                if (meets(c, out, at + 2, in)) {
                    sum += x[position(c.x, n, channel, in)] * y[position(c.y, n, at[0], out)];
                }
            }
        }
        w[position(c.w, at[0], at[1], at + 2)] = sum;
    }
}
