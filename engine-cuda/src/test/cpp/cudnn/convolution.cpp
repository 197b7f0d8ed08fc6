// The three convolutions, as sums over all taps.
#include <cstring>

#include "../device_work.h"
#include "problem.h"

using namespace sim;

namespace {

using Index = std::vector<int64_t>;

// Sizes or strides with three spatial dimensions; the missing ones come first and count as `missing`.
struct Five {
    int64_t v[5];
    Five(const Index &from, int64_t missing) {
        int lead = 5 - static_cast<int>(from.size());
        for (int d = 0; d < 5; d++) {
            v[d] = d < 2 ? from[d] : d < 2 + lead ? missing : from[d - lead];
        }
    }
    int64_t operator[](int d) const { return v[d]; }
};

struct Three {
    int64_t v[3];
    Three(const Index &from, int64_t missing) {
        int lead = 3 - static_cast<int>(from.size());
        for (int d = 0; d < 3; d++) {
            v[d] = d < lead ? missing : from[d - lead];
        }
    }
    int64_t operator[](int d) const { return v[d]; }
};

template <class F> void each(const Five &n, F body) {
    for (int64_t a = 0; a < n[0]; a++)
        for (int64_t b = 0; b < n[1]; b++)
            for (int64_t i = 0; i < n[2]; i++)
                for (int64_t j = 0; j < n[3]; j++)
                    for (int64_t k = 0; k < n[4]; k++) {
                        body(a, b, i, j, k);
                    }
}

// Calls the body with the positions in x, w and y of every product of the convolution.
template <class F> void terms(const Problem &p, F body) {
    Five xn(p.x.sizes, 1), wn(p.w.sizes, 1), yn(p.y.sizes, 1);
    Five xs(p.x.strides, 0), ws(p.w.strides, 0), ys(p.y.strides, 0);
    Three pad(p.c.padding, 0), step(p.c.stride, 1), gap(p.c.dilation, 1);
    int64_t outputs_per_group = wn[0] / p.c.groups, inputs_per_group = wn[1];
    each(yn, [&](int64_t n, int64_t o, int64_t i, int64_t j, int64_t k) {
        int64_t y = n * ys[0] + o * ys[1] + i * ys[2] + j * ys[3] + k * ys[4];
        int64_t channel = o / outputs_per_group * inputs_per_group;
        for (int64_t c = 0; c < inputs_per_group; c++)
            for (int64_t a = 0; a < wn[2]; a++) {
                int64_t d = i * step[0] - pad[0] + a * gap[0];
                if (d < 0 || d >= xn[2]) {
                    continue;
                }
                for (int64_t b = 0; b < wn[3]; b++) {
                    int64_t h = j * step[1] - pad[1] + b * gap[1];
                    if (h < 0 || h >= xn[3]) {
                        continue;
                    }
                    for (int64_t e = 0; e < wn[4]; e++) {
                        int64_t v = k * step[2] - pad[2] + e * gap[2];
                        if (v >= 0 && v < xn[4]) {
                            body(n * xs[0] + (channel + c) * xs[1] + d * xs[2] + h * xs[3] + v * xs[4],
                                 o * ws[0] + c * ws[1] + a * ws[2] + b * ws[3] + e * ws[4], y);
                        }
                    }
                }
            }
    });
}

struct Call {
    const char *name;
    const void *alpha, *beta;
    int algo;
    void *workspace;
    size_t bytes;
};

enum Target { X, W, Y };

// What is added to each channel before the result is rounded.
struct Bias {
    const Tensor *d = nullptr;
    const void *data = nullptr;
};

int compute(Handle *h, const Call &call, const Tensor *xd, const void *x, const Filter *wd, const void *w,
            const Convolution *c, const Tensor *yd, const void *y, Target target, Bias bias = {}) {
    if (int given = entered(call.name)) {
        return given >= BAD_PARAM ? given : FAILED;
    }
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    Problem p;
    int status = Problem::make(xd, wd, c, yd, &p);
    if (status != SUCCESS) {
        return status;
    }
    if (x == nullptr || w == nullptr || y == nullptr || call.bytes < p.workspace(call.algo) || call.algo > 1) {
        return BAD_PARAM;
    }
    for (const void *data : {x, w, y}) {
        // What tensor cores load at once.
        if (reinterpret_cast<uintptr_t>(data) % 16 != 0) {
            return MISALIGNED;
        }
    }
    if (bias.d != nullptr && (bias.d->type != yd->type || bias.d->sizes.size() != yd->sizes.size() ||
                              bias.d->sizes[1] != yd->sizes[1] || bias.d->strides[1] != 1 || bias.data == nullptr)) {
        return BAD_PARAM;
    }
    double alpha = factor(p.type, call.alpha), beta = factor(p.type, call.beta);
    void *stream = h->stream;
    submit(stream, [=] {
        Type t = p.type;
        const void *data[] = {x, w, y};
        const Index *sizes[] = {&p.x.sizes, &p.w.sizes, &p.y.sizes};
        const Index *strides[] = {&p.x.strides, &p.w.strides, &p.y.strides};
        for (int i = 0; i < 3; i++) {
            size_t bytes = extent(*sizes[i], *strides[i], t);
            i == target ? writes(stream, const_cast<void *>(data[i]), bytes, call.name)
                        : reads(stream, data[i], bytes, call.name);
        }
        if (bias.data != nullptr) {
            reads(stream, bias.data, p.y.sizes[1] * size_of(t), call.name);
        }
        // A library may use all of the memory it asked for.
        size_t scratch = p.workspace(call.algo);
        writes(stream, call.workspace, scratch, call.name);
        std::memset(call.workspace, 0xa5, call.workspace == nullptr ? 0 : scratch);
        std::vector<double> sums(extent(*sizes[target], *strides[target], t) / size_of(t), 0.0);
        bool tf32 = p.tf32();
        terms(p, [&](int64_t xi, int64_t wi, int64_t yi) {
            double a = target == X ? operand(t, y, yi, tf32) : operand(t, x, xi, tf32);
            double b = target == W ? operand(t, y, yi, tf32) : operand(t, w, wi, tf32);
            double &sum = sums[target == X ? xi : target == W ? wi : yi];
            sum = accumulate(t, sum, a * b);
        });
        void *out = const_cast<void *>(data[target]);
        Five os(*strides[target], 0);
        each(Five(*sizes[target], 1), [&](int64_t a, int64_t b, int64_t i, int64_t j, int64_t k) {
            int64_t o = a * os[0] + b * os[1] + i * os[2] + j * os[3] + k * os[4];
            double added = bias.data == nullptr ? 0 : load(t, bias.data, b);
            store(t, out, o, alpha * sums[o] + (beta == 0 ? 0 : beta * load(t, out, o)) + added);
        });
    });
    return SUCCESS;
}

}  // namespace

extern "C" {

int cudnnConvolutionForward(Handle *h, const void *alpha, const Tensor *xd, const void *x, const Filter *wd, const void *w,
                            const Convolution *c, int algo, void *ws, size_t bytes, const void *beta, const Tensor *yd,
                            void *y) {
    return compute(h, {"cudnnConvolutionForward", alpha, beta, algo, ws, bytes}, xd, x, wd, w, c, yd, y, Y);
}

// Of activations only "none" is simulated, for which cuDNN wants one particular algorithm.
int cudnnConvolutionBiasActivationForward(Handle *h, const void *alpha, const Tensor *xd, const void *x, const Filter *wd,
                                          const void *w, const Convolution *c, int algo, void *ws, size_t bytes,
                                          const void *alpha2, const Tensor *zd, const void *z, const Tensor *bd,
                                          const void *bias, const Activation *a, const Tensor *yd, void *y) {
    if (!is_live(zd) || !is_live(bd) || !is_live(a) || zd->sizes != yd->sizes || z == nullptr) {
        return BAD_PARAM;
    }
    if (a->mode != IDENTITY || algo != 1) {
        return NOT_SUPPORTED;
    }
    return compute(h, {"cudnnConvolutionBiasActivationForward", alpha, alpha2, algo, ws, bytes}, xd, x, wd, w, c, yd, y, Y,
                   {bd, bias});
}

int cudnnConvolutionBackwardData(Handle *h, const void *alpha, const Filter *wd, const void *w, const Tensor *dyd,
                                 const void *dy, const Convolution *c, int algo, void *ws, size_t bytes,
                                 const void *beta, const Tensor *dxd, void *dx) {
    return compute(h, {"cudnnConvolutionBackwardData", alpha, beta, algo, ws, bytes}, dxd, dx, wd, w, c, dyd, dy, X);
}

int cudnnConvolutionBackwardFilter(Handle *h, const void *alpha, const Tensor *xd, const void *x, const Tensor *dyd,
                                   const void *dy, const Convolution *c, int algo, void *ws, size_t bytes,
                                   const void *beta, const Filter *dwd, void *dw) {
    return compute(h, {"cudnnConvolutionBackwardFilter", alpha, beta, algo, ws, bytes}, xd, x, dwd, dw, c, dyd, dy, W);
}

}
