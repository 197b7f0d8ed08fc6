package dev.jgrad.data;

import java.util.Locale;

/**
 * The element type of a tensor: PyTorch's {@code torch.dtype}, ten of them.
 *
 * <p>{@link #toString()} prints as PyTorch does ({@code torch.float32}).
 */
public enum DType {
    /** IEEE 754 single precision, the default dtype unless {@link #setDefault} says otherwise. */
    FLOAT32("float32", "Float", "float", 4, Kind.FLOATING),
    /** IEEE 754 double precision. */
    FLOAT64("float64", "Double", "double", 8, Kind.FLOATING),
    /** IEEE 754 half precision; held as raw bits in a {@code short}. */
    FLOAT16("float16", "Half", "c10::Half", 2, Kind.FLOATING),
    /** The upper 16 bits of a float32; held as raw bits in a {@code short}. */
    BFLOAT16("bfloat16", "BFloat16", "c10::BFloat16", 2, Kind.FLOATING),
    /** Signed 64-bit integer, the default integral dtype and that of indices. */
    INT64("int64", "Long", "long int", 8, Kind.INTEGRAL),
    /** Signed 32-bit integer. */
    INT32("int32", "Int", "int", 4, Kind.INTEGRAL),
    /** Signed 16-bit integer. */
    INT16("int16", "Short", "short int", 2, Kind.INTEGRAL),
    /** Signed 8-bit integer. */
    INT8("int8", "Char", "signed char", 1, Kind.INTEGRAL),
    /** Unsigned 8-bit integer, 0 to 255. */
    UINT8("uint8", "Byte", "unsigned char", 1, Kind.INTEGRAL),
    /** Truth value, one byte, 0 or 1. */
    BOOL("bool", "Bool", "bool", 1, Kind.BOOLEAN);

    private enum Kind {
        FLOATING,
        INTEGRAL,
        BOOLEAN
    }

    private final String label;
    private final String scalarTypeName;
    private final String cppName;
    private final int byteSize;
    private final Kind kind;
    private final String printed;

    DType(String label, String scalarTypeName, String cppName, int byteSize, Kind kind) {
        this.label = label;
        this.scalarTypeName = scalarTypeName;
        this.cppName = cppName;
        this.byteSize = byteSize;
        this.kind = kind;
        this.printed = "torch." + label;
    }

    private static volatile DType defaultDType = FLOAT32;

    /**
     * Makes a floating dtype the default of all threads: {@code torch.set_default_dtype}. Factories that are told no dtype
     * make it, integers become it where an operation needs fractions, modules have parameters of it, and it is printed
     * without {@code dtype=}. What exists already stays as it is.
     *
     * @throws DTypeException when the dtype is not floating
     */
    public static void setDefault(DType dtype) {
        checkDefault(dtype);
        defaultDType = dtype;
    }

    /** The default dtype of the process, which a block may override ({@code DTypes.use}): float32 unless it was set. */
    public static DType defaultDType() {
        return defaultDType;
    }

    /**
     * Fails for what cannot be the default.
     *
     * @throws DTypeException when the dtype is not floating
     */
    public static void checkDefault(DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw new DTypeException("only floating-point types are supported as the default type, got " + dtype
                    + "; float32, float64, float16 and bfloat16 are");
        }
    }

    /** The name without a prefix, such as {@code float32}. */
    public String label() {
        return label;
    }

    /** PyTorch's scalar type name as error texts use it, such as {@code Float} or {@code Long}. */
    public String scalarTypeName() {
        return scalarTypeName;
    }

    /** The C++ name that some of PyTorch's error texts use, such as {@code long int}. */
    public String cppName() {
        return cppName;
    }

    /** Bytes of one element. */
    public int byteSize() {
        return byteSize;
    }

    /**
     * The limits of a floating dtype.
     *
     * @throws DTypeException for another one
     */
    public FloatInfo finfo() {
        return FloatInfo.of(this);
    }

    /**
     * The limits of an integer dtype.
     *
     * @throws DTypeException for another one
     */
    public IntegerInfo iinfo() {
        return IntegerInfo.of(this);
    }

    /** True for float32, float64, float16 and bfloat16: the dtypes that can require a gradient. */
    public boolean isFloatingPoint() {
        return kind == Kind.FLOATING;
    }

    /** True for the five integer dtypes; false for bool. */
    public boolean isIntegral() {
        return kind == Kind.INTEGRAL;
    }

    /** True for bool only. */
    public boolean isBool() {
        return kind == Kind.BOOLEAN;
    }

    /** True for every dtype that has negative values. */
    public boolean isSigned() {
        return this != UINT8 && this != BOOL;
    }

    /** True for float16 and bfloat16, whose arithmetic is carried out in float32. */
    public boolean isReducedFloatingPoint() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    /**
     * The dtype of this name: {@code float32}, {@code torch.float32} or an alias ({@code float},
     * {@code double}, {@code half}, {@code long}, {@code int}, {@code short}).
     *
     * @throws DTypeException when no dtype has that name
     */
    public static DType of(String name) {
        String plain = name.startsWith("torch.") ? name.substring(6) : name;
        return switch (plain.toLowerCase(Locale.ROOT)) {
            case "float" -> FLOAT32;
            case "double" -> FLOAT64;
            case "half" -> FLOAT16;
            case "long" -> INT64;
            case "int" -> INT32;
            case "short" -> INT16;
            default -> {
                for (DType dtype : values()) {
                    if (dtype.label.equals(plain)) {
                        yield dtype;
                    }
                }
                throw new DTypeException("unknown dtype '" + name + "'; jgrad has float32, float64, float16,"
                        + " bfloat16, int64, int32, int16, int8, uint8 and bool");
            }
        };
    }

    @Override
    public String toString() {
        return printed;
    }
}
