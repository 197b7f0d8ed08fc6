package dev.jgrad.cpu.kernels.fused;

import dev.jgrad.cpu.loops.FusedLoop;
import dev.jgrad.cpu.loops.FusedOperations;
import dev.jgrad.cpu.loops.FusedStage;
import dev.jgrad.cpu.loops.FusedStage.Place;
import dev.jgrad.spi.FusedProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A program as loops. A loop that computes too much is not inlined to its end by C2, and then every vector is a heap object;
 * so the program is cut into stages, and what passes from one to the next lies in scratch arrays of a block.
 *
 * <p>Slots are numbered: outputs and inputs of the program first, then what passes between stages.
 */
public final class FusedPlan {
    /** At most one function that costs much, and what goes with it. */
    private static final int STAGE_WEIGHT = 18;

    private final FusedLoop[] loops;
    private final int[][] slots;
    private final int slotCount;

    private FusedPlan(FusedLoop[] loops, int[][] slots, int slotCount) {
        this.loops = loops;
        this.slots = slots;
        this.slotCount = slotCount;
    }

    int stages() {
        return loops.length;
    }

    FusedLoop loop(int stage) {
        return loops[stage];
    }

    /** The slots of a stage's operands. */
    int[] slots(int stage) {
        return slots[stage];
    }

    int slotCount() {
        return slotCount;
    }

    /**
     * The loops of a program.
     *
     * @param places of its outputs and inputs
     */
    public static FusedPlan of(FusedProgram program, Place[] places, FusedOperations operations, StepWeight weight) {
        int operands = program.outputs() + program.inputs();
        int values = program.inputs() + program.steps();
        int[] stageOf = stages(program, weight);
        int stages = program.steps() == 0 ? 0 : stageOf[program.steps() - 1] + 1;
        int[] slotOf = new int[values];
        int slotCount = slotsOf(program, stageOf, slotOf, operands);
        FusedLoop[] loops = new FusedLoop[stages];
        int[][] slots = new int[stages][];
        for (int s = 0; s < stages; s++) {
            List<Integer> made = new ArrayList<>();
            List<Integer> read = new ArrayList<>();
            for (int i = 0; i < program.steps(); i++) {
                if (stageOf[i] == s) {
                    made.add(program.inputs() + i);
                }
            }
            for (int i = 0; i < program.steps(); i++) {
                for (int o = 0; stageOf[i] == s && o < operandCount(program, i); o++) {
                    int v = program.operand(i, o);
                    if (!made.contains(v) && !read.contains(v)) {
                        read.add(v);
                    }
                }
            }
            loops[s] = stage(program, operations, places, slotOf, made, read, s, slots);
        }
        return new FusedPlan(loops, slots, slotCount);
    }

    private static FusedLoop stage(
            FusedProgram program,
            FusedOperations operations,
            Place[] places,
            int[] slotOf,
            List<Integer> made,
            List<Integer> read,
            int s,
            int[][] slots) {
        List<Integer> operandSlots = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int k = 0; k < program.outputs(); k++) {
            if (made.contains(program.output(k))) {
                outputs.add(read.size() + made.indexOf(program.output(k)));
                operandSlots.add(k);
            }
        }
        for (int i = 0; i < made.size(); i++) {
            if (slotOf[made.get(i)] >= 0) {
                outputs.add(read.size() + i);
                operandSlots.add(slotOf[made.get(i)]);
            }
        }
        for (int v : read) {
            operandSlots.add(slotOf[v]);
        }
        List<FusedStage.Step> steps = new ArrayList<>();
        for (int v : made) {
            int i = v - program.inputs();
            int[] from = new int[3];
            for (int o = 0; o < operandCount(program, i); o++) {
                int value = program.operand(i, o);
                from[o] = read.contains(value) ? read.indexOf(value) : read.size() + made.indexOf(value);
            }
            Object operation = Objects.requireNonNull(operations.operation(program.kind(i)));
            steps.add(new FusedStage.Step(program.form(i), operation, from[0], from[1], from[2], 3 * i));
        }
        List<Place> stagePlaces = new ArrayList<>();
        for (int slot : operandSlots) {
            stagePlaces.add(slot < places.length ? places[slot] : Place.ARRAY);
        }
        slots[s] = operandSlots.stream().mapToInt(Integer::intValue).toArray();
        int[] outs = outputs.stream().mapToInt(Integer::intValue).toArray();
        return operations.define(new FusedStage(program.dtype(), steps, outs, stagePlaces));
    }

    /** Which stage each step belongs to; steps keep their order. */
    private static int[] stages(FusedProgram program, StepWeight weight) {
        int[] stageOf = new int[program.steps()];
        int stage = 0;
        int sum = 0;
        for (int i = 0; i < stageOf.length; i++) {
            int w = weight.of(program.kind(i));
            if (sum > 0 && sum + w > STAGE_WEIGHT) {
                stage++;
                sum = 0;
            }
            sum += w;
            stageOf[i] = stage;
        }
        return stageOf;
    }

    /** Gives a slot to each input and to what a later stage reads; -1 to what stays inside its stage. */
    private static int slotsOf(FusedProgram program, int[] stageOf, int[] slotOf, int operands) {
        java.util.Arrays.fill(slotOf, -1);
        for (int i = 0; i < program.inputs(); i++) {
            slotOf[i] = program.outputs() + i;
        }
        int next = operands;
        for (int i = 0; i < program.steps(); i++) {
            for (int o = 0; o < operandCount(program, i); o++) {
                int from = program.operand(i, o) - program.inputs();
                if (from >= 0 && stageOf[from] < stageOf[i] && slotOf[program.inputs() + from] < 0) {
                    slotOf[program.inputs() + from] = next++;
                }
            }
        }
        return next;
    }

    private static int operandCount(FusedProgram program, int step) {
        return switch (program.form(step)) {
            case UNARY, NUMBER_LEFT, NUMBER_RIGHT -> 1;
            case BINARY -> 2;
            case TERNARY -> 3;
        };
    }

    /** What a step costs. */
    @FunctionalInterface
    public interface StepWeight {
        /** The weight of a kind. */
        int of(Enum<?> kind);
    }
}
