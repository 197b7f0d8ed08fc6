package dev.jgrad.op;

import static dev.jgrad.op.CastPolicy.BANNED;
import static dev.jgrad.op.CastPolicy.FLOAT32;
import static dev.jgrad.op.CastPolicy.FLOAT32_RESULT;
import static dev.jgrad.op.CastPolicy.LOWER_PRECISION;
import static dev.jgrad.op.CastPolicy.WIDEST;

import java.util.HashMap;
import java.util.Map;

/**
 * Which operation is computed in which precision inside of an autocast region, by device type. The lists are PyTorch's
 * ("Autocast Op Reference" in the documentation of {@code torch.amp}); an operation in none of them computes in the dtype
 * of its operands. Names are PyTorch's.
 */
final class AutocastLists {
    static final Map<String, CastPolicy> CUDA = new HashMap<>();
    static final Map<String, CastPolicy> CPU = new HashMap<>();

    private AutocastLists() {}

    static {
        both(
                LOWER_PRECISION,
                "conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d conv_transpose3d prelu addmm matmul mm"
                        + " linalg_vecdot linear addbmm baddbmm bmm scaled_dot_product_attention");
        // On the CPU these are composites, whose parts are in the list above.
        put(CUDA, LOWER_PRECISION, "addmv addr einsum mv linalg_multi_dot");

        both(
                FLOAT32,
                "cdist mse_loss cosine_embedding_loss nll_loss hinge_embedding_loss poisson_nll_loss smooth_l1_loss"
                        + " l1_loss huber_loss margin_ranking_loss soft_margin_loss triplet_margin_loss"
                        + " multi_margin_loss kl_div multilabel_margin_loss binary_cross_entropy_with_logits");
        put(
                CUDA,
                FLOAT32,
                "acos asin cosh erfinv exp expm1 log log10 log2 log1p reciprocal rsqrt sinh tan pow softplus layer_norm"
                        + " rms_norm group_norm nuclear_norm cosine_similarity dist pdist renorm logsumexp interpolate"
                        + " softmax log_softmax cumprod cumsum linalg_vector_norm linalg_matrix_norm norm");
        put(CUDA, FLOAT32_RESULT, "sum prod");
        put(CPU, FLOAT32_RESULT, "prod");
        put(CUDA, WIDEST, "addcdiv addcmul atan2 bilinear cross dot vdot grid_sampler index_put tensordot scatter_add");
        put(CUDA, BANNED, "binary_cross_entropy");

        put(
                CPU,
                FLOAT32,
                "avg_pool3d binary_cross_entropy grid_sampler quantile nanquantile trace cholesky_solve max_pool3d"
                        + " adaptive_avg_pool3d adaptive_max_pool3d max_unpool2d max_unpool3d reflection_pad1d"
                        + " reflection_pad2d replication_pad1d replication_pad2d replication_pad3d cross_entropy_loss"
                        + " linalg_solve linalg_cholesky linalg_inv linalg_svd linalg_svdvals linalg_eigh"
                        + " linalg_eigvalsh linalg_qr linalg_lstsq linalg_matrix_rank pinverse");
        put(CPU, WIDEST, "stack cat index_copy");
    }

    private static void both(CastPolicy policy, String names) {
        put(CUDA, policy, names);
        put(CPU, policy, names);
    }

    private static void put(Map<String, CastPolicy> list, CastPolicy policy, String names) {
        for (String name : names.split(" ")) {
            list.put(name, policy);
        }
    }
}
