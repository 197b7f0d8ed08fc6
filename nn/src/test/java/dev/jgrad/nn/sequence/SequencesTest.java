package dev.jgrad.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.autograd.GradCheck;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.GRU;
import dev.jgrad.nn.layer.LSTM;
import dev.jgrad.nn.layer.PackedOutput;
import dev.jgrad.nn.layer.RNN;
import dev.jgrad.nn.layer.RecurrentOptions;
import dev.jgrad.nn.layer.RecurrentOutput;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Texts are those of PyTorch 2.13 for the same calls. */
class SequencesTest {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static final Tensor PADDED =
            Tensors.tensor(1L, 2L, 0L, 3L, 0L, 0L, 4L, 5L, 6L).reshape(3, 3);

    private static final List<Tensor> THREE =
            List.of(Tensors.tensor(1., 2., 3.), Tensors.tensor(4., 5.), Tensors.tensor(6.));

    @Test
    void packsAndPads() {
        PackedSequence p = Sequences.packPaddedSequence(PADDED, new long[] {2, 1, 3}, true, false);
        assertEquals(
                "PackedSequence(data=tensor([4, 1, 3, 5, 2, 6]), batch_sizes=tensor([3, 2, 1]),"
                        + " sorted_indices=tensor([2, 0, 1]), unsorted_indices=tensor([1, 2, 0]))",
                p.toString());
        Sequences.Padded back = Sequences.padPackedSequence(p, true, 0, null);
        assertEquals(PADDED.toString(), back.output().toString());
        assertEquals("tensor([2, 1, 3])", back.lengths().toString());
        assertEquals(
                "tensor([[ 1,  3,  4],\n        [ 2, -1,  5],\n        [-1, -1,  6],\n        [-1, -1, -1]])",
                Sequences.padPackedSequence(p, false, -1, 4L).output().toString());
        assertEquals(
                "PackedSequence(data=tensor([1., 4., 6., 2., 5., 3.]), batch_sizes=tensor([3, 2, 1]),"
                        + " sorted_indices=None, unsorted_indices=None)",
                Sequences.packSequence(THREE).toString());
        PackedSequence swapped = Sequences.packSequence(List.of(THREE.get(1), THREE.get(0), THREE.get(2)), false);
        assertEquals(
                "PackedSequence(data=tensor([1., 4., 6., 2., 5., 3.]), batch_sizes=tensor([3, 2, 1]),"
                        + " sorted_indices=tensor([1, 0, 2]), unsorted_indices=tensor([1, 0, 2]))",
                swapped.toString());
        assertEquals(
                "[tensor([4., 5.]), tensor([1., 2., 3.]), tensor([6.])]",
                Sequences.unpackSequence(swapped).toString());
    }

    @Test
    void padsLists() {
        Tensor padded = Sequences.padSequence(THREE);
        assertEquals("tensor([[1., 4., 6.],\n        [2., 5., 0.],\n        [3., 0., 0.]])", padded.toString());
        assertEquals(
                "tensor([[1., 2., 3.],\n        [9., 4., 5.],\n        [9., 9., 6.]])",
                Sequences.padSequence(THREE, true, 9, "left").toString());
        assertEquals(
                THREE.toString(),
                Sequences.unpadSequence(padded, Tensors.tensor(3L, 2L, 1L), false)
                        .toString());
    }

    @Test
    void refusals() {
        fails(
                ArgumentException.class,
                "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass"
                        + " `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this"
                        + " requirement if you do not need ONNX exportability.",
                () -> Sequences.packSequence(List.of(THREE.get(1), THREE.get(0))));
        fails(
                ShapeException.class,
                "Expected `len(lengths)` to be equal to batch_size, but got 2 (batch_size=3)",
                () -> Sequences.packPaddedSequence(PADDED, new long[] {2, 1}));
        fails(
                ArgumentException.class,
                "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
                () -> Sequences.packPaddedSequence(PADDED, new long[] {2, 1, 0}));
        fails(
                ShapeException.class,
                "pack_padded_sequence: a sequence of length 4 does not fit into an input of 3 times",
                () -> Sequences.packPaddedSequence(PADDED, new long[] {4, 1, 1}));
        fails(
                ArgumentException.class,
                "Expected total_length to be at least the length of the longest sequence in input, but got"
                        + " total_length=2 and max sequence length being 3",
                () -> Sequences.padPackedSequence(Sequences.packSequence(THREE), false, 0, 2L));
        fails(ArgumentException.class, "received an empty list of sequences", () -> Sequences.padSequence(List.of()));
        fails(
                ArgumentException.class,
                "Expected padding_side to be one of left or right, but got up.",
                () -> Sequences.padSequence(THREE, false, 0, "up"));
        fails(
                ArgumentException.class,
                "Cannot pack empty tensors.",
                () -> Sequences.packPaddedSequence(Tensors.zeros(0, 2), new long[] {1, 1}));
        fails(
                ShapeException.class,
                "'lengths' argument should be a 1D CPU int64 tensor, but got 2D cpu Long tensor",
                () -> Sequences.packPaddedSequence(PADDED, PADDED, false, true));
        PackedSequence wide = Sequences.packPaddedSequence(Tensors.zeros(3, 2, 4), new long[] {3, 2});
        fails(
                ShapeException.class,
                "input.size(-1) must be equal to input_size. Expected 5, got 4",
                () -> new LSTM(5, 3).outputs(wide));
        fails(
                ShapeException.class,
                "Expected hidden size [1, 2, 3], got [1, 3, 3]",
                () -> new GRU(4, 3).outputs(wide, Tensors.zeros(1, 3, 3)));
    }

    private static void fails(Class<? extends JgradException> type, String text, Executable use) {
        assertEquals(text, assertThrows(type, use).getMessage());
    }

    private static final RecurrentOptions DEEP =
            RecurrentOptions.DEFAULT.withNumLayers(2).withBidirectional(true);

    private static final long[] LENGTHS = {2, 4, 1};

    private static Tensor input() {
        Generator.manualSeed(3);
        return Tensors.randn(F64, 4, 3, 2);
    }

    private static <M extends Module> M wide(M module) {
        module.to(DType.FLOAT64);
        return module;
    }

    private static Tensor alone(Tensor x, int i) {
        return x.narrow(1, i, 1).narrow(0, 0, LENGTHS[i]);
    }

    private static void same(Tensor a, Tensor b) {
        assertEquals(a.shape(), b.shape());
        assertArrayEquals(a.toDoubleArray(), b.toDoubleArray(), 1e-12);
    }

    /** Each sequence by itself is what a packed batch has to give, and so are the gradients of parameters. */
    @Test
    void lstmOnPackedSequences() {
        Tensor x = input();
        LSTM lstm = wide(new LSTM(2, 3, DEEP, 2));
        Tensor h = Tensors.randn(F64, 4, 3, 2);
        Tensor c = Tensors.randn(F64, 4, 3, 3);
        LSTM.Packed all = lstm.outputs(Sequences.packPaddedSequence(x, LENGTHS, false, false), h, c);
        Tensor padded = Sequences.padPackedSequence(all.output()).output();
        all.output().data().square().sum().add(all.cell().sum()).backward();
        List<double[]> packed = lstm.parameters().stream()
                .map(p -> Objects.requireNonNull(p.grad()).toDoubleArray())
                .toList();
        lstm.zeroGrad();
        for (int i = 0; i < 3; i++) {
            LSTM.Output one = lstm.outputs(
                    alone(x, i),
                    h.narrow(1, i, 1).contiguous(),
                    c.narrow(1, i, 1).contiguous());
            same(one.output(), alone(padded, i));
            same(one.hidden(), all.hidden().narrow(1, i, 1));
            same(one.cell(), all.cell().narrow(1, i, 1));
            one.output().square().sum().add(one.cell().sum()).backward();
        }
        for (int i = 0; i < packed.size(); i++) {
            assertArrayEquals(
                    Objects.requireNonNull(lstm.parameters().get(i).grad()).toDoubleArray(), packed.get(i), 1e-10);
        }
    }

    @Test
    void othersOnPackedSequences() {
        Tensor x = input();
        GRU gru = wide(new GRU(2, 3, DEEP));
        RNN rnn = wide(new RNN(2, 3, DEEP, "tanh"));
        PackedSequence packed = Sequences.packPaddedSequence(x, LENGTHS, false, false);
        for (boolean first : new boolean[] {true, false}) {
            PackedOutput all = first ? gru.outputs(packed) : rnn.outputs(packed);
            Tensor padded = Sequences.padPackedSequence(all.output()).output();
            for (int i = 0; i < 3; i++) {
                RecurrentOutput one = first ? gru.outputs(alone(x, i)) : rnn.outputs(alone(x, i));
                same(one.output(), alone(padded, i));
                same(one.hidden(), all.hidden().narrow(1, i, 1));
            }
        }
    }

    @Test
    void derivatives() {
        LSTM lstm = wide(new LSTM(2, 2, DEEP));
        GradCheck.ToTensor f = in -> {
            LSTM.Packed r = lstm.outputs(Sequences.packPaddedSequence(in[0], LENGTHS, false, false), in[1], in[2]);
            return Tensors.cat(
                    0,
                    Sequences.padPackedSequence(r.output()).output().reshape(-1),
                    r.hidden().reshape(-1),
                    r.cell().reshape(-1));
        };
        Tensor x = input().requiresGrad_();
        Tensor h = Tensors.randn(F64, 4, 3, 2).requiresGrad_();
        Tensor c = Tensors.randn(F64, 4, 3, 2).requiresGrad_();
        GradCheck.gradcheck(f, x, h, c);
        GradCheck.gradgradcheck(f, x, h, c);
    }
}
