package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Promotion;
import dev.jgrad.tensor.DTypes;

/** The dtype an elementwise operation computes in, or why it does not. */
final class ComputeTypes {
    private ComputeTypes() {}

    /** The dtype to compute in, by the rule of an operation. */
    static DType of(String op, ResultType type, DType promoted) {
        return switch (type) {
            case PROMOTED -> promoted;
            case FLOATING -> DTypes.floating(promoted);
            case NOT_BOOL, NO_BOOL_OPERAND -> {
                if (promoted.isBool()) {
                    throw new DTypeException(
                            op.equals("sub")
                                    ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the"
                                            + " `^` or `logical_xor()` operator instead."
                                    : op + " is not supported for bool tensors; use logicalNot() or bitwiseNot()");
                }
                yield promoted;
            }
            case INTEGER -> {
                if (!promoted.isIntegral()) {
                    throw new DTypeException("\"" + op.replaceAll("bitwise_(.).*", "$1shift") + "_cpu\" not implemented"
                            + " for '" + promoted.scalarTypeName() + "': " + op + " takes integral tensors");
                }
                yield promoted;
            }
            case INTEGRAL -> {
                if (promoted.isFloatingPoint()) {
                    throw new DTypeException("\"" + op + "_cpu\" not implemented for '" + promoted.scalarTypeName()
                            + "': " + op + " takes integral or bool tensors");
                }
                yield promoted;
            }
        };
    }

    /** Fails for a bool operand beside one of another dtype where PyTorch does. */
    static void checkOperands(BinaryOp op, DType a, DType b) {
        if (op.type() == ResultType.NO_BOOL_OPERAND && a != b && (a.isBool() || b.isBool())) {
            throw new DTypeException("Subtraction, the `-` operator, with a bool tensor is not supported. If you are"
                    + " trying to invert a mask, use the `~` or `logical_not()` operator instead.");
        }
    }

    /** The same for a tensor and a number. */
    static DType withNumber(BinaryOp op, DType tensor, boolean floating) {
        checkOperands(op, tensor, floating ? DType.FLOAT32 : DType.INT64);
        DType promoted = floating ? DTypes.floating(tensor) : Promotion.withIntegralNumber(tensor);
        return of(op.name(), op.type(), promoted);
    }

    /** What an in-place operation says whose result does not fit. */
    static DTypeException cannotStore(DType result, DType target) {
        return new DTypeException("result type " + result.scalarTypeName()
                + " can't be cast to the desired output type " + target.scalarTypeName());
    }
}
