// Batch normalisation per channel, with the workspace and the reserve that cuDNN's extended calls ask for.
#include <cmath>
#include <cstring>

#include "../device_work.h"
#include "descriptors.h"

using namespace sim;

namespace {

enum Mode { PER_ACTIVATION = 0, SPATIAL = 1, SPATIAL_PERSISTENT = 2 };

constexpr int OPS_BN = 0;
constexpr unsigned char RESERVED = 0x5b;

Type vector_type(Type data) { return data == Type::Double ? Type::Double : Type::Float; }

bool channels_last(const Tensor &t) { return t.sizes[1] > 1 && t.strides[1] == 1; }

bool dense(const Tensor &t) {
    int64_t n = 1;
    for (int64_t size : t.sizes) {
        n *= size;
    }
    Type type;
    return type_of(t.type, &type) && extent(t.sizes, t.strides, type) == n * size_of(type);
}

// What both directions need to know of their data.
struct Norm {
    Tensor x;
    Type type, vector;
    int64_t channels, per_channel;
    int mode;

    static int make(int mode, int ops, const Tensor *x, const Tensor *y, const Tensor *vectors, Norm *out) {
        if (!is_live(x) || !is_live(y) || (vectors != nullptr && !is_live(vectors))) {
            return BAD_PARAM;
        }
        if (x->sizes != y->sizes || x->strides != y->strides || x->type != y->type) {
            return BAD_SHAPE;
        }
        if (!type_of(x->type, &out->type) || !dense(*x) || ops != OPS_BN || mode < SPATIAL || mode > SPATIAL_PERSISTENT ||
            x->sizes.size() > 5) {
            return NOT_SUPPORTED;
        }
        // float64 with the channel innermost is refused, as by the convolutions.
        if (out->type == Type::Double && channels_last(*x)) {
            return NOT_SUPPORTED;
        }
        out->vector = vector_type(out->type);
        int64_t n = 1;
        for (int64_t size : x->sizes) {
            n *= size;
        }
        out->x = *x;
        out->channels = x->sizes[1];
        out->per_channel = n / x->sizes[1];
        out->mode = mode;
        Type given;
        if (vectors != nullptr && (!type_of(vectors->type, &given) || given != out->vector ||
                                   vectors->sizes.size() != x->sizes.size() || vectors->sizes[1] != out->channels)) {
            return BAD_PARAM;
        }
        return SUCCESS;
    }

    // The persistent kernels for half precision with the channel innermost keep something.
    bool persists() const {
        return mode == SPATIAL_PERSISTENT && channels_last(x) && channels % 4 == 0 && type != Type::Float;
    }
    size_t workspace() const { return persists() ? 4096 + channels * 8 : 0; }
    size_t reserve() const { return persists() ? channels * 4 + 64 : 0; }

    size_t bytes() const { return extent(x.sizes, x.strides, type); }
    size_t vector_bytes() const { return channels * size_of(vector); }

    // Calls the body with the position and channel of every element.
    template <class F> void each(F body) const {
        size_t rank = x.sizes.size();
        std::vector<int64_t> at(rank, 0);
        for (;;) {
            int64_t place = 0;
            for (size_t d = 0; d < rank; d++) {
                place += at[d] * x.strides[d];
            }
            body(place, at[1]);
            size_t d = rank;
            while (d > 0 && ++at[d - 1] == x.sizes[d - 1]) {
                at[--d] = 0;
            }
            if (d == 0) {
                return;
            }
        }
    }
};

bool aligned(const void *a, const void *b, const void *c) {
    return ((reinterpret_cast<uintptr_t>(a) | reinterpret_cast<uintptr_t>(b) | reinterpret_cast<uintptr_t>(c)) & 15) == 0;
}

template <class F> int query(Handle *h, const char *name, size_t *out, F norm) {
    if (fails(name)) {
        return FAILED;
    }
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    return norm(out);
}

void scribble(void *stream, void *memory, size_t bytes, unsigned char with, const char *who) {
    if (bytes > 0) {
        writes(stream, memory, bytes, who);
        std::memset(memory, with, bytes);
    }
}

}  // namespace

extern "C" {

int cudnnDeriveBNTensorDescriptor(Tensor *derived, const Tensor *x, int mode) {
    Type type;
    if (!is_live(derived) || !is_live(x) || !type_of(x->type, &type) || mode < SPATIAL || mode > SPATIAL_PERSISTENT) {
        return BAD_PARAM;
    }
    derived->type = vector_type(type) == Type::Double ? 1 : 0;
    derived->sizes.assign(x->sizes.size(), 1);
    derived->sizes[1] = x->sizes[1];
    derived->strides.assign(x->sizes.size(), 1);
    derived->strides[0] = x->sizes[1];
    return SUCCESS;
}

int cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize(Handle *h, int mode, int ops, const Tensor *x, const Tensor *,
                                                             const Tensor *y, const Tensor *vectors, const void *,
                                                             size_t *bytes) {
    return query(h, "cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize", bytes, [=](size_t *out) {
        Norm n;
        int status = Norm::make(mode, ops, x, y, vectors, &n);
        *out = status == SUCCESS ? n.workspace() : 0;
        return status;
    });
}

int cudnnGetBatchNormalizationBackwardExWorkspaceSize(Handle *h, int mode, int ops, const Tensor *x, const Tensor *y,
                                                      const Tensor *dy, const Tensor *, const Tensor *dx,
                                                      const Tensor *vectors, const void *, size_t *bytes) {
    return query(h, "cudnnGetBatchNormalizationBackwardExWorkspaceSize", bytes, [=](size_t *out) {
        Norm n;
        int status = is_live(y) ? Norm::make(mode, ops, x, dy, vectors, &n) : BAD_PARAM;
        if (status == SUCCESS) {
            status = Norm::make(mode, ops, x, dx, vectors, &n);
        }
        *out = status == SUCCESS ? n.workspace() : 0;
        return status;
    });
}

int cudnnGetBatchNormalizationTrainingExReserveSpaceSize(Handle *h, int mode, int ops, const void *, const Tensor *x,
                                                         size_t *bytes) {
    return query(h, "cudnnGetBatchNormalizationTrainingExReserveSpaceSize", bytes, [=](size_t *out) {
        Norm n;
        int status = Norm::make(mode, ops, x, x, nullptr, &n);
        *out = status == SUCCESS ? n.reserve() : 0;
        return status;
    });
}

int cudnnBatchNormalizationForwardTrainingEx(Handle *h, int mode, int ops, const void *alpha, const void *beta,
                                             const Tensor *xd, const void *x, const Tensor *, const void *,
                                             const Tensor *yd, void *y, const Tensor *vectors, const void *scale,
                                             const void *bias, double factor_of_new, void *running_mean,
                                             void *running_variance, double epsilon, void *save_mean, void *save_inverse,
                                             const void *, void *workspace, size_t workspace_bytes, void *reserve,
                                             size_t reserve_bytes) {
    const char *name = "cudnnBatchNormalizationForwardTrainingEx";
    if (fails(name)) {
        return FAILED;
    }
    Norm n;
    int status = is_live(h) ? Norm::make(mode, ops, xd, yd, vectors, &n) : NOT_INITIALIZED;
    if (status != SUCCESS) {
        return status;
    }
    if (!aligned(x, y, y)) {
        return MISALIGNED;
    }
    if (workspace_bytes < n.workspace() || reserve_bytes < n.reserve() || epsilon < 0 || scale == nullptr ||
        bias == nullptr || (running_mean == nullptr) != (running_variance == nullptr) ||
        factor(n.type, alpha) != 1 || factor(n.type, beta) != 0) {
        return BAD_PARAM;
    }
    void *stream = h->stream;
    submit(stream, [=] {
        reads(stream, x, n.bytes(), name);
        writes(stream, y, n.bytes(), name);
        for (const void *vector : {scale, bias}) {
            reads(stream, vector, n.vector_bytes(), name);
        }
        for (void *vector : {running_mean, running_variance, save_mean, save_inverse}) {
            if (vector != nullptr) {
                writes(stream, vector, n.vector_bytes(), name);
            }
        }
        scribble(stream, workspace, n.workspace(), 0xa5, name);
        scribble(stream, reserve, n.reserve(), RESERVED, name);
        if (n.reserve() > 0) {
            std::memcpy(reserve, &epsilon, sizeof epsilon);
        }
        std::vector<double> mean(n.channels, 0.0), variance(n.channels, 0.0);
        n.each([&](int64_t i, int64_t c) { mean[c] += load(n.type, x, i) / n.per_channel; });
        n.each([&](int64_t i, int64_t c) {
            double d = load(n.type, x, i) - mean[c];
            variance[c] += d * d / n.per_channel;
        });
        for (int64_t c = 0; c < n.channels; c++) {
            if (running_mean != nullptr) {
                double unbiased = variance[c] * n.per_channel / (n.per_channel - 1);
                store(n.vector, running_mean, c,
                      load(n.vector, running_mean, c) * (1 - factor_of_new) + mean[c] * factor_of_new);
                store(n.vector, running_variance, c,
                      load(n.vector, running_variance, c) * (1 - factor_of_new) + unbiased * factor_of_new);
            }
            if (save_mean != nullptr) {
                store(n.vector, save_mean, c, mean[c]);
                store(n.vector, save_inverse, c, 1 / std::sqrt(variance[c] + epsilon));
            }
        }
        n.each([&](int64_t i, int64_t c) {
            double standard = (load(n.type, x, i) - mean[c]) / std::sqrt(variance[c] + epsilon);
            store(n.type, y, i, standard * load(n.vector, scale, c) + load(n.vector, bias, c));
        });
    });
    return SUCCESS;
}

int cudnnBatchNormalizationForwardInference(Handle *h, int mode, const void *alpha, const void *beta, const Tensor *xd,
                                            const void *x, const Tensor *yd, void *y, const Tensor *vectors,
                                            const void *scale, const void *bias, const void *mean, const void *variance,
                                            double epsilon) {
    const char *name = "cudnnBatchNormalizationForwardInference";
    if (fails(name)) {
        return FAILED;
    }
    Norm n;
    int status = is_live(h) ? Norm::make(mode, OPS_BN, xd, yd, vectors, &n) : NOT_INITIALIZED;
    if (status != SUCCESS) {
        return status;
    }
    if (!aligned(x, y, y)) {
        return MISALIGNED;
    }
    if (epsilon < 0 || factor(n.type, alpha) != 1 || factor(n.type, beta) != 0) {
        return BAD_PARAM;
    }
    void *stream = h->stream;
    submit(stream, [=] {
        reads(stream, x, n.bytes(), name);
        writes(stream, y, n.bytes(), name);
        for (const void *vector : {scale, bias, mean, variance}) {
            reads(stream, vector, n.vector_bytes(), name);
        }
        n.each([&](int64_t i, int64_t c) {
            double standard =
                (load(n.type, x, i) - load(n.vector, mean, c)) / std::sqrt(load(n.vector, variance, c) + epsilon);
            store(n.type, y, i, standard * load(n.vector, scale, c) + load(n.vector, bias, c));
        });
    });
    return SUCCESS;
}

int cudnnBatchNormalizationBackwardEx(Handle *h, int mode, int ops, const void *alpha_data, const void *beta_data,
                                      const void *alpha_vectors, const void *beta_vectors, const Tensor *xd,
                                      const void *x, const Tensor *, const void *, const Tensor *dyd, const void *dy,
                                      const Tensor *, void *, const Tensor *dxd, void *dx, const Tensor *vectors,
                                      const void *scale, const void *, void *dscale, void *dbias, double epsilon,
                                      const void *saved_mean, const void *saved_inverse, const void *, void *workspace,
                                      size_t workspace_bytes, void *reserve, size_t reserve_bytes) {
    const char *name = "cudnnBatchNormalizationBackwardEx";
    if (fails(name)) {
        return FAILED;
    }
    Norm n;
    int status = is_live(h) ? Norm::make(mode, ops, xd, dyd, vectors, &n) : NOT_INITIALIZED;
    if (status == SUCCESS) {
        status = Norm::make(mode, ops, xd, dxd, vectors, &n);
    }
    if (status != SUCCESS) {
        return status;
    }
    if (!aligned(x, dy, dx)) {
        return MISALIGNED;
    }
    if (workspace_bytes < n.workspace() || reserve_bytes < n.reserve() || saved_mean == nullptr || dscale == nullptr ||
        factor(n.type, alpha_data) != 1 || factor(n.type, beta_data) != 0 || factor(n.type, alpha_vectors) != 1 ||
        factor(n.type, beta_vectors) != 0) {
        return BAD_PARAM;
    }
    void *stream = h->stream;
    submit(stream, [=] {
        reads(stream, x, n.bytes(), name);
        reads(stream, dy, n.bytes(), name);
        writes(stream, dx, n.bytes(), name);
        for (const void *vector : {scale, saved_mean, saved_inverse}) {
            reads(stream, vector, n.vector_bytes(), name);
        }
        writes(stream, dscale, n.vector_bytes(), name);
        writes(stream, dbias, n.vector_bytes(), name);
        if (n.reserve() > 0) {
            reads(stream, reserve, n.reserve(), name);
            if (std::memcmp(reserve, &epsilon, sizeof epsilon) != 0) {
                fatal(name, "epsilon is not that of the forward call");
            }
            for (size_t i = sizeof epsilon; i < n.reserve(); i++) {
                if (static_cast<unsigned char *>(reserve)[i] != RESERVED) {
                    fatal(name, "the reserve is not what the forward call has left there");
                }
            }
        }
        scribble(stream, workspace, n.workspace(), 0xa5, name);
        auto standard = [&](int64_t i, int64_t c) {
            return (load(n.type, x, i) - load(n.vector, saved_mean, c)) * load(n.vector, saved_inverse, c);
        };
        std::vector<double> sum(n.channels, 0.0), product(n.channels, 0.0);
        n.each([&](int64_t i, int64_t c) {
            double g = load(n.type, dy, i);
            sum[c] += g;
            product[c] += g * standard(i, c);
        });
        n.each([&](int64_t i, int64_t c) {
            double g = load(n.type, dy, i);
            store(n.type, dx, i,
                  load(n.vector, scale, c) * load(n.vector, saved_inverse, c) *
                      (g - sum[c] / n.per_channel - standard(i, c) * product[c] / n.per_channel));
        });
        for (int64_t c = 0; c < n.channels; c++) {
            store(n.vector, dscale, c, product[c]);
            store(n.vector, dbias, c, sum[c]);
        }
    });
    return SUCCESS;
}

}
