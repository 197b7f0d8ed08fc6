// Matrix products, column-major as in cuBLAS: C = alpha op(A) op(B) + beta C, one by one or in strided batches.
#include <algorithm>
#include <cstring>

#include "../device_work.h"
#include "../numbers.h"
#include "handle.h"

using namespace sim;

namespace {

enum { COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC = 69, COMPUTE_64F = 70, COMPUTE_32F_FAST_TF32 = 77 };

struct Matrix {
    const void *data;
    int type;
    int64_t lead, stride;
};

bool type_of(int cuda, Type *out) {
    switch (cuda) {
    case 0: *out = Type::Float; return true;
    case 1: *out = Type::Double; return true;
    case 2: *out = Type::Half; return true;
    case 14: *out = Type::Bfloat16; return true;
    default: return false;
    }
}

size_t extent(int64_t rows, int64_t columns, int64_t lead, int64_t stride, int64_t batches, Type t) {
    if (rows == 0 || columns == 0) {
        return 0;
    }
    return static_cast<size_t>(stride * (batches - 1) + lead * (columns - 1) + rows) * size_of(t);
}

int gemm(Handle *h, int ta, int tb, int64_t m, int64_t n, int64_t k, const void *alpha, Matrix a, Matrix b,
         const void *beta, Matrix c, int64_t batches, int compute, const char *who) {
    Type t, tB, tC;
    if (fails(who)) {
        return EXECUTION_FAILED;
    }
    if (!is_live(h)) {
        return NOT_INITIALIZED;
    }
    bool known = type_of(a.type, &t) && type_of(b.type, &tB) && type_of(c.type, &tC);
    if (!known || t != tB || t != tC || (compute == COMPUTE_64F) != (t == Type::Double)) {
        return NOT_SUPPORTED;
    }
    bool tf32 = compute == COMPUTE_32F_FAST_TF32;
    if (compute != COMPUTE_64F && compute != COMPUTE_32F && compute != COMPUTE_32F_PEDANTIC && !tf32) {
        return NOT_SUPPORTED;
    }
    if (m < 0 || n < 0 || k < 0 || batches < 0 || ta < 0 || ta > 1 || tb < 0 || tb > 1 ||
        a.lead < std::max<int64_t>(1, ta ? k : m) || b.lead < std::max<int64_t>(1, tb ? n : k) ||
        c.lead < std::max<int64_t>(1, m)) {
        return INVALID_VALUE;
    }
    double scale = factor(t, alpha), keep = factor(t, beta);
    void *stream = h->stream, *workspace = h->workspace;
    size_t workspace_bytes = h->workspace_bytes;
    submit(stream, [=] {
        if (m == 0 || n == 0 || batches == 0) {
            return;
        }
        // A library may use all of the memory it was given.
        writes(stream, workspace, workspace_bytes, who);
        std::memset(workspace, 0xa5, workspace == nullptr ? 0 : workspace_bytes);
        reads(stream, a.data, extent(ta ? k : m, ta ? m : k, a.lead, a.stride, batches, t), who);
        reads(stream, b.data, extent(tb ? n : k, tb ? k : n, b.lead, b.stride, batches, t), who);
        void *out = const_cast<void *>(c.data);
        writes(stream, out, extent(m, n, c.lead, c.stride, batches, t), who);
        for (int64_t batch = 0; batch < batches; batch++) {
            int64_t a0 = batch * a.stride, b0 = batch * b.stride, c0 = batch * c.stride;
            for (int64_t j = 0; j < n; j++) {
                for (int64_t i = 0; i < m; i++) {
                    double sum = 0;
                    for (int64_t p = 0; p < k; p++) {
                        double x = operand(t, a.data, a0 + (ta ? i * a.lead + p : p * a.lead + i), tf32);
                        double y = operand(t, b.data, b0 + (tb ? p * b.lead + j : j * b.lead + p), tf32);
                        sum = accumulate(t, sum, x * y);
                    }
                    int64_t at = c0 + j * c.lead + i;
                    double old = keep == 0 ? 0 : keep * load(t, out, at);
                    store(t, out, at, scale * sum + old);
                }
            }
        }
    });
    return SUCCESS;
}

}  // namespace

extern "C" {

int cublasGemmEx_64(Handle *h, int ta, int tb, int64_t m, int64_t n, int64_t k, const void *alpha, const void *a, int at,
                    int64_t lda, const void *b, int bt, int64_t ldb, const void *beta, void *c, int ct, int64_t ldc,
                    int compute, int) {
    return gemm(h, ta, tb, m, n, k, alpha, {a, at, lda, 0}, {b, bt, ldb, 0}, beta, {c, ct, ldc, 0}, 1, compute,
                "cublasGemmEx");
}

int cublasGemmEx(Handle *h, int ta, int tb, int m, int n, int k, const void *alpha, const void *a, int at, int lda,
                 const void *b, int bt, int ldb, const void *beta, void *c, int ct, int ldc, int compute, int algo) {
    return cublasGemmEx_64(h, ta, tb, m, n, k, alpha, a, at, lda, b, bt, ldb, beta, c, ct, ldc, compute, algo);
}

int cublasGemmStridedBatchedEx_64(Handle *h, int ta, int tb, int64_t m, int64_t n, int64_t k, const void *alpha,
                                  const void *a, int at, int64_t lda, long long sa, const void *b, int bt, int64_t ldb,
                                  long long sb, const void *beta, void *c, int ct, int64_t ldc, long long sc,
                                  int64_t batches, int compute, int) {
    return gemm(h, ta, tb, m, n, k, alpha, {a, at, lda, sa}, {b, bt, ldb, sb}, beta, {c, ct, ldc, sc}, batches, compute,
                "cublasGemmStridedBatchedEx");
}

int cublasGemmStridedBatchedEx(Handle *h, int ta, int tb, int m, int n, int k, const void *alpha, const void *a, int at,
                               int lda, long long sa, const void *b, int bt, int ldb, long long sb, const void *beta,
                               void *c, int ct, int ldc, long long sc, int batches, int compute, int algo) {
    return cublasGemmStridedBatchedEx_64(h, ta, tb, m, n, k, alpha, a, at, lda, sa, b, bt, ldb, sb, beta, c, ct, ldc, sc,
                                         batches, compute, algo);
}

}
