package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;

/** Takes running statistics away, which vmap cannot update. */
public final class BatchNormReplacement {
    private BatchNormReplacement() {}

    /**
     * Lets every batch normalisation of a module do without running statistics, and returns the module: {@code
     * torch.func.replace_all_batch_norm_modules_}.
     */
    public static <M extends Module> M replaceAllBatchNormModules_(M root) {
        for (Module module : root.modules()) {
            if (module instanceof BatchNorm norm) {
                norm.dropRunningStats();
            }
        }
        return root;
    }
}
