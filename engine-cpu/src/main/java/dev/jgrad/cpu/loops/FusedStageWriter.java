package dev.jgrad.cpu.loops;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.FusedStage.Place;
import dev.jgrad.cpu.loops.FusedStage.Step;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the class of a fused loop: load the operands, apply the operations to values that stay in registers, store what
 * is a result. Operations are the objects that the loops of single operations use, so the results are theirs; they reach
 * the class as its class data, that is, as constants to the JIT.
 */
public final class FusedStageWriter {
    private static final ClassDesc LOOP = desc(FusedLoop.class);
    private static final ClassDesc SEGMENT = desc(MemorySegment.class);
    private static final ClassDesc NATIVE = desc(Native.class);
    private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            OBJECTS,
            ConstantDescs.CD_long.arrayType(),
            ConstantDescs.CD_int,
            ConstantDescs.CD_double.arrayType());
    private static final int ARRAYS = 1;
    private static final int AT = 2;
    private static final int COUNT = 3;
    private static final int NUMBERS = 4;

    private final FusedStage stage;
    private final FusedCarrier carrier;
    private final boolean isFloat;
    private final ClassDesc element;
    private final ClassDesc value;
    private final CodeBuilder code;

    private FusedStageWriter(FusedStage stage, FusedCarrier carrier, CodeBuilder code) {
        this.stage = stage;
        this.carrier = carrier;
        this.code = code;
        this.isFloat = carrier.element() == float.class;
        this.element = isFloat ? ConstantDescs.CD_float : ConstantDescs.CD_double;
        this.value = desc(carrier.value());
    }

    /**
     * A fresh loop for a stage.
     *
     * @param lookup with full access to the package of the carrier's interfaces
     */
    public static FusedLoop define(MethodHandles.Lookup lookup, FusedCarrier carrier, FusedStage stage) {
        ClassDesc name = ClassDesc.of(lookup.lookupClass().getPackageName(), "FusedStageLoop");
        byte[] bytes = ClassFile.of()
                .build(
                        name,
                        type -> type.withSuperclass(LOOP)
                                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        0,
                                        code -> code.aload(0)
                                                .invokespecial(LOOP, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "run",
                                        RUN,
                                        ClassFile.ACC_PUBLIC,
                                        code -> new FusedStageWriter(stage, carrier, code).write()));
        List<Object> operations = new ArrayList<>();
        for (Step step : stage.steps()) {
            operations.add(step.operation());
        }
        try {
            MethodHandles.Lookup hidden = lookup.defineHiddenClassWithClassData(bytes, operations, true);
            return (FusedLoop) hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot define a fused loop for " + stage, e);
        }
    }

    private void write() {
        List<Place> places = stage.places();
        int outputs = stage.outputs().length;
        int[] array = new int[places.size()];
        int[] start = new int[places.size()];
        int[] values = new int[stage.inputs() + stage.steps().size()];
        for (int k = 0; k < places.size(); k++) {
            boolean inArray = places.get(k) == Place.ARRAY || places.get(k) == Place.ONE_OF_ARRAY;
            if (inArray) {
                array[k] = code.allocateLocal(TypeKind.REFERENCE);
                code.aload(ARRAYS).loadConstant(k).aaload();
                code.checkcast(element.arrayType()).astore(array[k]);
            }
            start[k] = code.allocateLocal(TypeKind.LONG);
            code.aload(AT).loadConstant(k).laload().lstore(start[k]);
            if (k >= outputs) {
                values[k - outputs] = code.allocateLocal(kind());
            }
            if (places.get(k) == Place.ONE_OF_ARRAY) {
                code.aload(array[k]).lload(start[k]).l2i();
                code.arrayLoad(TypeKind.from(element));
                spread().storeLocal(kind(), values[k - outputs]);
            } else if (places.get(k) == Place.ONE_OF_NATIVE) {
                all();
                unitField();
                code.lload(start[k])
                        .invokeinterface(SEGMENT, "get", MethodTypeDesc.of(element, unit(), ConstantDescs.CD_long));
                spread().storeLocal(kind(), values[k - outputs]);
            }
        }
        int[][] numbers = numbers();
        int i = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(i);
        Label loop = code.newBoundLabel();
        Label end = code.newLabel();
        code.iload(i).iload(COUNT).if_icmpge(end);
        for (int k = outputs; k < places.size(); k++) {
            switch (places.get(k)) {
                case ARRAY -> fromArray(array[k], start[k], i).storeLocal(kind(), values[k - outputs]);
                case NATIVE -> fromNative(start[k], i).storeLocal(kind(), values[k - outputs]);
                case ONE_OF_ARRAY, ONE_OF_NATIVE -> {}
            }
        }
        for (int s = 0; s < stage.steps().size(); s++) {
            values[stage.inputs() + s] = code.allocateLocal(kind());
            apply(s, values, numbers[s]);
            code.storeLocal(kind(), values[stage.inputs() + s]);
        }
        for (int k = 0; k < outputs; k++) {
            int v = values[stage.outputs()[k]];
            if (places.get(k) == Place.ARRAY) {
                intoArray(v, array[k], start[k], i);
            } else {
                intoNative(v, start[k], i);
            }
        }
        code.iload(i).loadConstant(carrier.lanes()).iadd().istore(i).goto_(loop);
        code.labelBinding(end).return_();
    }

    /** The numbers of the steps in locals: the parameters, and a number operand spread to a value. */
    private int[][] numbers() {
        int[][] all = new int[stage.steps().size()][];
        for (int s = 0; s < all.length; s++) {
            Step step = stage.steps().get(s);
            int count = switch (step.form()) {
                case UNARY -> 3;
                case BINARY, NUMBER_LEFT, NUMBER_RIGHT -> 2;
                case TERNARY -> 1;
            };
            all[s] = new int[count];
            for (int j = 0; j < count; j++) {
                boolean operand = j == 0 && isNumber(step);
                all[s][j] = code.allocateLocal(operand ? kind() : TypeKind.from(element));
                code.aload(NUMBERS).loadConstant(step.numbers() + j).daload();
                if (isFloat) {
                    code.d2f();
                }
                if (operand) {
                    spread();
                }
                code.storeLocal(operand ? kind() : TypeKind.from(element), all[s][j]);
            }
        }
        return all;
    }

    private static boolean isNumber(Step step) {
        return switch (step.form()) {
            case NUMBER_LEFT, NUMBER_RIGHT -> true;
            case UNARY, BINARY, TERNARY -> false;
        };
    }

    private void apply(int s, int[] values, int[] numbers) {
        Step step = stage.steps().get(s);
        ClassDesc type = desc(carrier.operation(step.form()));
        code.loadConstant(DynamicConstantDesc.ofNamed(
                ConstantDescs.ofConstantBootstrap(
                        ClassDesc.of("java.lang.invoke.MethodHandles"),
                        "classDataAt",
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_int),
                ConstantDescs.DEFAULT_NAME,
                type,
                s));
        int parameters;
        int operands;
        switch (step.form()) {
            case UNARY -> {
                code.loadLocal(kind(), values[step.a()]);
                operands = 1;
                parameters = 3;
            }
            case BINARY -> {
                code.loadLocal(kind(), values[step.a()]).loadLocal(kind(), values[step.b()]);
                operands = 2;
                parameters = 2;
            }
            case NUMBER_RIGHT -> {
                code.loadLocal(kind(), values[step.a()]).loadLocal(kind(), numbers[0]);
                operands = 2;
                parameters = 2;
            }
            case NUMBER_LEFT -> {
                code.loadLocal(kind(), numbers[0]).loadLocal(kind(), values[step.a()]);
                operands = 2;
                parameters = 2;
            }
            case TERNARY -> {
                code.loadLocal(kind(), values[step.a()])
                        .loadLocal(kind(), values[step.b()])
                        .loadLocal(kind(), values[step.c()]);
                operands = 3;
                parameters = 1;
            }
            default -> throw new IllegalStateException();
        }
        List<ClassDesc> types = new ArrayList<>();
        for (int k = 0; k < operands; k++) {
            types.add(value);
        }
        for (int k = 0; k < parameters; k++) {
            types.add(element);
            if (!isNumber(step)) {
                code.loadLocal(TypeKind.from(element), numbers[k]);
            } else if (k == 0) {
                // The parameter p of a form with a number is the second of its numbers; there is no q.
                code.loadLocal(TypeKind.from(element), numbers[1]);
            } else if (isFloat) {
                code.fconst_0();
            } else {
                code.dconst_0();
            }
        }
        code.invokeinterface(type, "apply", MethodTypeDesc.of(value, types));
    }

    private TypeKind kind() {
        return TypeKind.from(value);
    }

    /** A single number on the stack becomes a value. */
    private CodeBuilder spread() {
        if (carrier.isVector()) {
            int single = code.allocateLocal(TypeKind.from(element));
            code.storeLocal(TypeKind.from(element), single);
            species().loadLocal(TypeKind.from(element), single);
            code.invokestatic(value, "broadcast", MethodTypeDesc.of(value, vectorSpecies(), element));
        }
        return code;
    }

    private CodeBuilder fromArray(int array, int start, int i) {
        if (carrier.isVector()) {
            species().aload(array);
            index(start, i);
            return code.invokestatic(
                    value,
                    "fromArray",
                    MethodTypeDesc.of(value, vectorSpecies(), element.arrayType(), ConstantDescs.CD_int));
        }
        code.aload(array);
        index(start, i);
        return code.arrayLoad(TypeKind.from(element));
    }

    private CodeBuilder fromNative(int start, int i) {
        if (carrier.isVector()) {
            species();
            all();
            address(start, i);
            return order().invokestatic(
                            value,
                            "fromMemorySegment",
                            MethodTypeDesc.of(value, vectorSpecies(), SEGMENT, ConstantDescs.CD_long, byteOrder()));
        }
        all();
        unitField();
        address(start, i);
        return code.invokeinterface(SEGMENT, "get", MethodTypeDesc.of(element, unit(), ConstantDescs.CD_long));
    }

    private void intoArray(int v, int array, int start, int i) {
        if (carrier.isVector()) {
            code.loadLocal(kind(), v).aload(array);
            index(start, i);
            code.invokevirtual(
                    value,
                    "intoArray",
                    MethodTypeDesc.of(ConstantDescs.CD_void, element.arrayType(), ConstantDescs.CD_int));
            return;
        }
        code.aload(array);
        index(start, i);
        code.loadLocal(kind(), v).arrayStore(TypeKind.from(element));
    }

    private void intoNative(int v, int start, int i) {
        if (carrier.isVector()) {
            code.loadLocal(kind(), v);
            all();
            address(start, i);
            order().invokevirtual(
                            value,
                            "intoMemorySegment",
                            MethodTypeDesc.of(ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, byteOrder()));
            return;
        }
        all();
        unitField();
        address(start, i);
        code.loadLocal(kind(), v)
                .invokeinterface(
                        SEGMENT,
                        "set",
                        MethodTypeDesc.of(ConstantDescs.CD_void, unit(), ConstantDescs.CD_long, element));
    }

    private void index(int start, int i) {
        code.lload(start).l2i().iload(i).iadd();
    }

    private void address(int start, int i) {
        code.lload(start).iload(i).i2l().loadConstant(isFloat ? 4L : 8L).lmul().ladd();
    }

    private CodeBuilder species() {
        return code.getstatic(value, "SPECIES_PREFERRED", vectorSpecies());
    }

    /** All of native memory, and for a scalar access the layout of an element. */
    private CodeBuilder all() {
        return code.getstatic(NATIVE, "ALL", SEGMENT);
    }

    private void unitField() {
        code.getstatic(NATIVE, isFloat ? "FLOAT" : "DOUBLE", unit());
    }

    private ClassDesc unit() {
        return isFloat ? desc(ValueLayout.OfFloat.class) : desc(ValueLayout.OfDouble.class);
    }

    private CodeBuilder order() {
        return code.getstatic(NATIVE, "ORDER", byteOrder());
    }

    private static ClassDesc byteOrder() {
        return ClassDesc.of("java.nio.ByteOrder");
    }

    private static ClassDesc vectorSpecies() {
        return ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
