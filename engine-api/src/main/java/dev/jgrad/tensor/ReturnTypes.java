package dev.jgrad.tensor;

/** The text of results with names, as PyTorch prints them. */
final class ReturnTypes {
    private ReturnTypes() {}

    /**
     * {@code torch.return_types.sort(...)}, or a tuple where the operator is empty.
     *
     * @param names of the tensors
     */
    static String text(String operator, String[] names, Tensor... tensors) {
        boolean tuple = operator.isEmpty();
        StringBuilder out = new StringBuilder(tuple ? "(" : "torch.return_types." + operator + "(");
        for (int i = 0; i < tensors.length; i++) {
            out.append(i == 0 ? "" : tuple ? ", " : ",")
                    .append(tuple ? "" : "\n" + names[i] + "=")
                    .append(tensors[i]);
        }
        return out.append(')').toString();
    }
}
