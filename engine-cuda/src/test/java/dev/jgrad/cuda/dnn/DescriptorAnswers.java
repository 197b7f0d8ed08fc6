package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.driver.JCudaLibrary;
import dev.jgrad.data.DType;
import dev.jgrad.spi.ConvSpec;
import java.util.Arrays;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** What the cuDNN of this process answers to all that needs no device: a line for each question. */
final class DescriptorAnswers {
    private static final int[] TYPES = {0, 1, 2, 9};

    private static final List<int[][]> TENSORS = List.of(
            new int[][] {{2, 3, 4, 5}, {60, 20, 5, 1}},
            new int[][] {{2, 3, 4, 5}, {60, 1, 15, 3}},
            new int[][] {{2, 3, 4, 5}, {0, 20, 5, 1}},
            new int[][] {{0, 3, 4, 5}, {60, 20, 5, 1}},
            new int[][] {{2, 3, 0, 5}, {60, 20, 5, 1}},
            new int[][] {{2, 3, 4, 5, 6}, {360, 120, 30, 6, 1}},
            new int[][] {{2, 3, 4, 5, 6}, {360, 1, 90, 18, 3}},
            new int[][] {{1, 5, 1, 1}, {5, 1, 1, 1}},
            new int[][] {{4, 1, 1, 1}, {1, 1, 1, 1}},
            new int[][] {{2, 3, 4, 5}, {1 << 30, 20, 5, 1}},
            new int[][] {{3, 1, 4, 5}, {1 << 30, 20, 5, 1}},
            new int[][] {{65536, 1, 256, 128}, {32768, 32768, 128, 1}},
            new int[][] {{1, 1, 1, Integer.MAX_VALUE}, {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1}},
            new int[][] {{1, 1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1}});

    /** Input, weight, padding, stride, dilation, groups. */
    private static final List<int[][]> CONVOLUTIONS = List.of(
            new int[][] {{256, 3, 224, 224}, {64, 3, 7, 7}, {3, 3}, {2, 2}, {1, 1}, {1}},
            new int[][] {{2, 3, 8, 9}, {4, 3, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {1}},
            new int[][] {{2, 3, 8, 9}, {4, 3, 3, 3}, {0, 2}, {3, 2}, {2, 1}, {1}},
            new int[][] {{2, 3, 1, 9}, {4, 3, 1, 3}, {0, 2}, {1, 2}, {1, 1}, {1}},
            new int[][] {{2, 4, 8, 9}, {4, 1, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {4}},
            new int[][] {{2, 4, 8, 9}, {6, 2, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {2}},
            new int[][] {{2, 3, 8, 9}, {4, 4, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {1}},
            new int[][] {{2, 3, 2, 2}, {4, 3, 3, 3}, {0, 0}, {1, 1}, {1, 1}, {1}},
            new int[][] {{2, 3, 2, 2}, {4, 3, 2, 2}, {0, 0}, {5, 5}, {1, 1}, {1}},
            new int[][] {{2, 3, 2, 2, 2}, {4, 3, 2, 2, 2}, {5, 5, 5}, {1, 2, 3}, {1, 2, 3}, {1}},
            new int[][] {{2, 3, 8, 9}, {4, 3, 3, 3}, {-1, 0}, {1, 1}, {1, 1}, {1}},
            new int[][] {{2, 3, 8, 9}, {4, 3, 3, 3}, {1, 1}, {0, 1}, {1, 1}, {1}},
            new int[][] {{2, 3, 8, 9}, {4, 3, 3, 3}, {1, 1}, {1, 1}, {0, 1}, {1}},
            new int[][] {{2, 3, 8, 9}, {4, 3, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {0}});

    private final cudnnTensorDescriptor tensor = new cudnnTensorDescriptor();
    private final cudnnTensorDescriptor derived = new cudnnTensorDescriptor();
    private final cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
    private final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
    private final cudnnActivationDescriptor activation = new cudnnActivationDescriptor();

    private DescriptorAnswers() {
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(tensor), "tensor");
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(derived), "tensor");
        Cudnn.check(JCudnn.cudnnCreateFilterDescriptor(filter), "filter");
        Cudnn.check(JCudnn.cudnnCreateConvolutionDescriptor(convolution), "convolution");
        Cudnn.check(JCudnn.cudnnCreateActivationDescriptor(activation), "activation");
    }

    /** Prints the answers, or why there are none. */
    public static void main(String[] arguments) {
        String problem = JCudaLibrary.CUDNN.problem();
        if (problem != null) {
            System.out.println("none: " + problem);
            return;
        }
        System.out.println("# " + JCudnn.cudnnGetVersion());
        DescriptorAnswers answers = new DescriptorAnswers();
        answers.names();
        for (int type : TYPES) {
            answers.tensors(type);
            answers.convolutions(type);
        }
        answers.switches();
    }

    private static void say(String question, int status, String answer) {
        System.out.println(question + ": " + (status == 0 ? answer : JCudnn.cudnnGetErrorString(status)));
    }

    private void names() {
        for (int status : new int[] {0, 1001, 2000, 2003, 2008, 3000, 3005, 3009, 4000, 5000, 1, 9, 77}) {
            say("name of " + status, 0, JCudnn.cudnnGetErrorString(status));
        }
    }

    private static String text(cudnnTensorDescriptor d) {
        int[] type = new int[1];
        int[] rank = new int[1];
        int[] sizes = new int[8];
        int[] strides = new int[8];
        Cudnn.check(JCudnn.cudnnGetTensorNdDescriptor(d, 8, type, rank, sizes, strides), "cudnnGetTensorNdDescriptor");
        return type[0] + " " + Arrays.toString(Arrays.copyOf(sizes, rank[0]))
                + Arrays.toString(Arrays.copyOf(strides, rank[0]));
    }

    private void tensors(int type) {
        for (int[][] t : TENSORS) {
            String question = type + " " + Arrays.deepToString(t);
            int status = JCudnn.cudnnSetTensorNdDescriptor(tensor, type, t[0].length, t[0], t[1]);
            say("tensor " + question, status, status == 0 ? text(tensor) : "");
            for (int mode = 1; status == 0 && mode <= 2; mode++) {
                int made = JCudnn.cudnnDeriveBNTensorDescriptor(derived, tensor, mode);
                say("vectors of mode " + mode + " of " + question, made, made == 0 ? text(derived) : "");
            }
        }
    }

    private void convolutions(int type) {
        for (int[][] c : CONVOLUTIONS) {
            for (Order order : Order.values()) {
                String question = type + " " + order + " " + Arrays.deepToString(c);
                int rank = c[0].length;
                long[] strides = order.layout(Arrays.stream(c[0]).asLongStream().toArray())
                        .strides();
                JCudnn.cudnnSetTensorNdDescriptor(
                        tensor,
                        type,
                        rank,
                        c[0],
                        Arrays.stream(strides).mapToInt(s -> (int) s).toArray());
                say(
                        "weight " + question,
                        JCudnn.cudnnSetFilterNdDescriptor(filter, type, order.ordinal(), rank, c[1]),
                        "");
                int status = JCudnn.cudnnSetConvolutionNdDescriptor(
                        convolution, rank - 2, c[2], c[3], c[4], 1, type == 1 ? 1 : 0);
                say("convolution " + question, status, "");
                int grouped = JCudnn.cudnnSetConvolutionGroupCount(convolution, c[5][0]);
                say("groups " + question, grouped, "");
                if (status == 0 && grouped == 0) {
                    int[] sizes = new int[rank];
                    int told = JCudnn.cudnnGetConvolutionNdForwardOutputDim(convolution, tensor, filter, rank, sizes);
                    say("output " + question, told, Arrays.toString(sizes));
                    if (told == 0) {
                        graphs(question, type, order, c, sizes);
                    }
                }
            }
        }
    }

    /** Without a device an operation is described and no more; which engines would do it is another question. */
    private static void graphs(String question, int type, Order order, int[][] c, int[] output) {
        DType dtype = switch (type) {
            case 0 -> DType.FLOAT32;
            case 1 -> DType.FLOAT64;
            case 2 -> DType.FLOAT16;
            default -> DType.BFLOAT16;
        };
        ConvSpec spec = new ConvSpec(longs(c[3]), longs(c[2]), longs(c[4]), c[5][0]);
        for (Direction direction : Direction.values()) {
            Problem p = new Problem(direction, dtype, longs(c[0]), longs(c[1]), longs(output), spec);
            try (GraphOperation operation = GraphOperation.of(p, order)) {
                String answer = operation == null ? "no operation" : "an operation";
                if (operation != null) {
                    operation.graph(null);
                    answer += " and a graph";
                }
                say(direction + " " + question, 0, answer);
            }
        }
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private void switches() {
        int[] one = {1, 1, 1, 1, 1, 1, 1};
        for (int rank = 2; rank < 8; rank++) {
            for (int type : TYPES) {
                int status = JCudnn.cudnnSetConvolutionNdDescriptor(convolution, rank, one, one, one, 1, type);
                say("convolution of rank " + rank + " with sums of " + type, status, "");
            }
        }
        for (int i = -1; i < 8; i++) {
            say("math type " + i, JCudnn.cudnnSetConvolutionMathType(convolution, i), "");
            say("activation " + i, JCudnn.cudnnSetActivationDescriptor(activation, i, 1, 0), "");
            say("activation, NaN " + i, JCudnn.cudnnSetActivationDescriptor(activation, 5, i, 0), "");
            say("weight of format " + i, JCudnn.cudnnSetFilterNdDescriptor(filter, 0, i % 2, 4, one), "");
        }
        say("weight of rank 9", JCudnn.cudnnSetFilterNdDescriptor(filter, 0, 0, 9, new int[9]), "");
    }
}
