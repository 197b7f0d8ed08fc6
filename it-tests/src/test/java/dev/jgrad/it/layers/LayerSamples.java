package dev.jgrad.it.layers;

import static dev.jgrad.it.layers.LayerInput.between;
import static dev.jgrad.it.layers.LayerInput.classes;
import static dev.jgrad.it.layers.LayerInput.later;
import static dev.jgrad.it.layers.LayerInput.numbers;
import static dev.jgrad.it.layers.LayerInput.other;
import static dev.jgrad.it.layers.LayerInput.positive;
import static dev.jgrad.it.layers.LayerInput.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Layers with inputs at which they are differentiable: no number is beside a kink. Losses are in {@link LossSamples}. */
final class LayerSamples {
    private final List<LayerSample> samples = new ArrayList<>();

    private LayerSamples() {}

    /** All samples. */
    static List<LayerSample> all() {
        LayerSamples s = new LayerSamples();
        s.activations();
        s.dense();
        s.normalisation();
        s.convolutions();
        s.pooling();
        s.padding();
        s.resampling();
        s.embeddings();
        s.recurrent();
        s.attention();
        s.blocks();
        s.samples.addAll(LossSamples.all());
        return s.samples;
    }

    private void add(String expression, @Nullable LayerInput... inputs) {
        samples.add(new LayerSample(expression, Arrays.asList(inputs), UnaryOperator.identity()));
    }

    private void activations() {
        for (String name : List.of(
                "ReLU",
                "ReLU6",
                "SELU",
                "SiLU",
                "Mish",
                "Hardswish",
                "Hardsigmoid",
                "LeakyReLU",
                "ELU",
                "CELU",
                "Hardtanh",
                "RReLU")) {
            add("nn." + name + "()", between(-3.7, 3.6, 2, 5));
            add("nn.Sequential(nn.Linear(2, 5), nn." + name + "(inplace=True))", real(3, 2));
        }
        for (String name : List.of("Sigmoid", "Tanh", "Softsign", "Tanhshrink", "LogSigmoid", "GELU", "Softplus")) {
            add("nn." + name + "()", real(2, 5));
        }
        add("nn.ReLU6()", between(5.1, 7.3, 4));
        add("nn.LeakyReLU(0.3)", real(2, 4));
        add("nn.ELU(0.7)", real(2, 4));
        add("nn.CELU(1.6)", real(2, 4));
        add("nn.Hardtanh(-0.5, 1.3)", real(2, 4));
        add("nn.RReLU(0.1, 0.9)", real(2, 4));
        add("nn.GELU(approximate='tanh')", real(2, 4));
        add("nn.Softplus(2.0, 1.5)", real(2, 4));
        add("nn.Hardshrink()", real(2, 5));
        add("nn.Softshrink(0.3)", real(2, 5));
        add("nn.Threshold(0.2, 5.0)", real(2, 5));
        add("nn.Sequential(nn.Linear(2, 3), nn.Threshold(0.2, 5.0, inplace=True))", real(2, 2));
        for (String name : List.of("Softmax", "LogSoftmax", "Softmin")) {
            add("nn." + name + "(1)", real(2, 3, 2));
            add("nn." + name + "(-1)", real(4));
        }
        add("nn.Softmax2d()", real(1, 3, 2, 2));
        add("nn.GLU()", real(2, 4));
        add("nn.GLU(1)", real(1, 4, 2));
        add("nn.PReLU()", real(2, 4));
        add("nn.PReLU(3)", real(2, 3, 2));
    }

    private void dense() {
        add("nn.Identity()", real(2, 3));
        add("nn.Linear(3, 2)", real(4, 3));
        add("nn.Linear(3, 2, bias=False)", real(2, 2, 3));
        add("nn.Linear(3, 2)", real(3));
        add("nn.Bilinear(2, 3, 2)", real(3, 2), other(3, 3));
        add("nn.Bilinear(2, 3, 2, bias=False)", real(2), other(3));
        add("nn.Flatten()", real(2, 2, 3));
        add("nn.Unflatten(1, (2, 3))", real(2, 6));
        add("nn.CosineSimilarity()", real(2, 3), other(2, 3));
        add("nn.CosineSimilarity(dim=0)", real(3), other(3));
        add("nn.PairwiseDistance()", real(2, 3), other(2, 3));
        add("nn.PairwiseDistance(p=1.0, keepdim=True)", real(2, 3), other(2, 3));
        add("nn.PairwiseDistance(p=3.0)", real(3), other(3));
        for (String name : List.of("Dropout", "AlphaDropout")) {
            add("nn." + name + "()", real(2, 4));
            add("nn." + name + "(0.0)", real(2, 4));
        }
        add("nn.Dropout1d()", real(2, 3, 2));
        add("nn.Dropout2d()", real(2, 3, 2, 1));
        add("nn.Dropout3d()", real(2, 3, 1, 2, 1));
        add("nn.FeatureAlphaDropout()", real(2, 3, 2, 1));
        for (String name : List.of("Dropout", "AlphaDropout", "FeatureAlphaDropout")) {
            add("nn.Sequential(nn.Linear(2, 4), nn." + name + "(0.4, inplace=True))", real(3, 2));
        }
    }

    private void normalisation() {
        add("nn.LayerNorm(4)", real(2, 4));
        add("nn.LayerNorm((2, 3), bias=False)", real(2, 2, 3));
        add("nn.LayerNorm(3, elementwise_affine=False)", real(2, 3));
        add("nn.RMSNorm(4)", real(2, 4));
        add("nn.RMSNorm((2, 3), eps=0.1, elementwise_affine=False)", real(2, 2, 3));
        add("nn.GroupNorm(2, 4)", real(2, 4, 2));
        add("nn.GroupNorm(1, 2, affine=False)", real(1, 2, 2, 2));
        add("nn.LocalResponseNorm(2)", real(2, 3, 2));
        add("nn.LocalResponseNorm(3, alpha=0.5, beta=0.6, k=2.0)", real(1, 4, 2, 1));
        String[] shapes = {"", "1d", "2d", "3d"};
        long[][] sizes = {{}, {2, 2, 3}, {2, 2, 2, 2}, {2, 2, 1, 2, 2}};
        for (int d = 1; d <= 3; d++) {
            for (String name : List.of("BatchNorm", "InstanceNorm")) {
                add("nn." + name + shapes[d] + "(2)", real(sizes[d]));
                add("nn." + name + shapes[d] + "(2, affine=False, track_running_stats=True)", real(sizes[d]));
                add("nn." + name + shapes[d] + "(2, affine=True, track_running_stats=False)", real(sizes[d]));
            }
        }
        add("nn.BatchNorm1d(3)", real(4, 3));
    }

    private void convolutions() {
        add("nn.Conv1d(2, 3, 2)", real(2, 2, 4));
        add("nn.Conv1d(2, 2, 3, padding='same', groups=2, padding_mode='circular')", real(1, 2, 4));
        add("nn.Conv2d(2, 3, 2)", real(1, 2, 3, 3));
        add("nn.Conv2d(2, 2, 2, stride=2, padding=1, dilation=2, bias=False)", real(2, 2, 4, 3));
        add("nn.Conv2d(2, 4, (2, 1), groups=2, padding=1, padding_mode='reflect')", real(1, 2, 2, 3));
        add("nn.Conv2d(1, 2, 2, padding=1, padding_mode='replicate')", real(1, 2, 3));
        add("nn.Conv3d(1, 2, 2)", real(1, 1, 2, 3, 3));
        add("nn.Conv3d(2, 2, (1, 2, 2), stride=(1, 2, 1), padding=(0, 1, 0), groups=2)", real(1, 2, 2, 2, 2));
        add("nn.ConvTranspose1d(2, 3, 2)", real(2, 2, 3));
        add("nn.ConvTranspose1d(2, 2, 3, stride=2, padding=1, output_padding=1, groups=2)", real(1, 2, 3));
        add("nn.ConvTranspose2d(2, 2, 2)", real(1, 2, 2, 2));
        add("nn.ConvTranspose2d(2, 2, 2, stride=2, output_padding=1, dilation=2, bias=False)", real(1, 2, 2, 2));
        add("nn.ConvTranspose3d(1, 2, 2)", real(1, 1, 2, 2, 2));
        add("nn.ConvTranspose3d(2, 2, (1, 2, 2), stride=(1, 2, 1), groups=2)", real(1, 2, 1, 2, 2));
    }

    private void pooling() {
        add("nn.MaxPool1d(2)", real(1, 2, 5));
        add("nn.MaxPool1d(3, stride=1, padding=1, dilation=2, ceil_mode=True)", real(2, 6));
        add("nn.MaxPool2d(2)", real(1, 2, 4, 4));
        add("nn.MaxPool2d(3, stride=2, padding=1)", real(2, 1, 5, 4));
        add("nn.MaxPool2d((2, 3), stride=1, dilation=(2, 1), ceil_mode=True)", real(1, 1, 4, 4));
        add("nn.MaxPool3d(2)", real(1, 1, 2, 4, 4));
        add("nn.MaxPool3d((1, 3, 2), stride=(1, 1, 2), padding=(0, 1, 1))", real(1, 2, 3, 3));
        add("nn.AvgPool1d(2)", real(1, 2, 5));
        add("nn.AvgPool1d(3, stride=1, padding=1, count_include_pad=False)", real(2, 4));
        add("nn.AvgPool2d(2)", real(1, 2, 4, 4));
        add("nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True, divisor_override=5)", real(1, 1, 4, 4));
        add("nn.AvgPool3d(2)", real(1, 1, 2, 4, 2));
        add("nn.AvgPool3d((1, 3, 2), stride=1, padding=(0, 1, 1), count_include_pad=False)", real(1, 2, 3, 3));
        for (String kind : List.of("Avg", "Max")) {
            add("nn.Adaptive" + kind + "Pool1d(3)", real(1, 2, 5));
            add("nn.Adaptive" + kind + "Pool2d((2, 3))", real(1, 2, 3, 5));
            add("nn.Adaptive" + kind + "Pool2d((None, 1))", real(2, 3, 4));
            add("nn.Adaptive" + kind + "Pool3d((1, 2, 2))", real(1, 1, 2, 3, 3));
        }
        for (String type : List.of("2", "3")) {
            add("nn.LPPool1d(" + type + ", 2)", positive(1, 2, 5));
            add("nn.LPPool2d(" + type + ", 2, stride=1)", positive(1, 1, 3, 3));
            add("nn.LPPool3d(" + type + ", 2)", positive(1, 1, 2, 2, 4));
        }
        add("nn.FractionalMaxPool2d(2, output_size=(2, 3))", real(1, 2, 5, 5));
        add("nn.FractionalMaxPool2d(2, output_ratio=0.5)", real(1, 1, 6, 5));
        add("nn.FractionalMaxPool3d(2, output_size=2)", real(1, 1, 4, 4, 5));
        add("nn.MaxUnpool1d(2)", real(1, 2, 2), numbers(new long[] {1, 2, 0, 3}, 1, 2, 2));
        add("nn.MaxUnpool2d(2)", real(1, 1, 2, 2), numbers(new long[] {5, 2, 8, 15}, 1, 1, 2, 2));
        add("nn.MaxUnpool3d((1, 2, 2))", real(1, 1, 1, 2, 1), numbers(new long[] {1, 6}, 1, 1, 1, 2, 1));
    }

    private void padding() {
        long[][] sizes = {{}, {1, 2, 4}, {1, 2, 3, 3}, {1, 1, 2, 3, 3}};
        for (int d = 1; d <= 3; d++) {
            for (String name : List.of("ZeroPad", "ReflectionPad", "ReplicationPad", "CircularPad")) {
                add("nn." + name + d + "d(1)", real(sizes[d]));
                add("nn." + name + d + "d((1, 0" + ", 1, 1".repeat(d - 1) + "))", real(sizes[d]));
            }
            add("nn.ConstantPad" + d + "d(1, 3.5)", real(sizes[d]));
            add("nn.ConstantPad" + d + "d((1, -1" + ", 0, 1".repeat(d - 1) + "), 0.5)", real(sizes[d]));
        }
    }

    private void resampling() {
        add("nn.UpsamplingNearest2d(scale_factor=2)", real(1, 2, 2, 3));
        add("nn.UpsamplingBilinear2d(size=(3, 5))", real(1, 1, 2, 3));
        add("nn.Upsample(size=5)", real(1, 2, 3));
        add("nn.Upsample(scale_factor=2.0)", real(1, 1, 2, 1, 2));
        add("nn.Upsample(scale_factor=1.7, mode='linear')", real(1, 2, 4));
        add("nn.Upsample(size=(3, 4), mode='bilinear')", real(1, 1, 2, 3));
        add("nn.Upsample(scale_factor=2.0, mode='bilinear', align_corners=True)", real(1, 1, 2, 2));
        add("nn.Upsample(size=(4, 5), mode='bicubic')", real(1, 1, 3, 3));
        add("nn.Upsample(size=(2, 3, 3), mode='trilinear', align_corners=True)", real(1, 1, 2, 2, 2));
        add("nn.PixelShuffle(2)", real(1, 4, 2, 2));
        add("nn.PixelUnshuffle(2)", real(1, 1, 4, 2));
        add("nn.ChannelShuffle(2)", real(1, 4, 2, 1));
        add("nn.Unfold(2)", real(1, 2, 3, 3));
        add("nn.Unfold((2, 1), dilation=2, padding=1, stride=(1, 2))", real(1, 1, 3, 3));
        add("nn.Fold((4, 4), 2, stride=2)", real(1, 4, 4));
        add("nn.Fold((3, 3), 2)", real(1, 8, 4));
    }

    private void embeddings() {
        add("nn.Embedding(5, 2)", classes(5, 2, 3));
        // The row of the padding is held still whatever it does, so nobody looks it up here.
        add("nn.Embedding(5, 2, padding_idx=4)", classes(4, 6));
        for (String mode : List.of("mean", "sum", "max")) {
            add("nn.EmbeddingBag(5, 2, mode='" + mode + "')", classes(5, 2, 3));
            add(
                    "nn.EmbeddingBag(5, 2, mode='" + mode + "', padding_idx=2)",
                    classes(5, 6),
                    numbers(new long[] {0, 2, 5}, 3));
        }
        add("nn.EmbeddingBag(5, 2, mode='sum')", classes(5, 2, 3), null, real(2, 3));
        add(
                "nn.AdaptiveLogSoftmaxWithLoss(4, 7, [2, 4], div_value=2.0)",
                real(5, 4),
                numbers(new long[] {0, 6, 3, 1, 4}, 5));
        add("nn.AdaptiveLogSoftmaxWithLoss(2, 5, [3], div_value=1.5, head_bias=True)", real(2), numbers(new long[] {4
        }));
    }

    private void recurrent() {
        for (String name : List.of("RNN", "GRU", "LSTM")) {
            add("nn." + name + "(2, 3)", real(3, 2, 2));
            add("nn." + name + "(2, 2, num_layers=2, bidirectional=True, batch_first=True)", real(1, 2, 2));
            add("nn." + name + "(2, 2, num_layers=2, dropout=0.5, bias=False)", real(2, 2, 2));
            boolean two = name.equals("LSTM");
            add(
                    "nn." + name + "(2, 2)",
                    two
                            ? new LayerInput[] {real(2, 2), other(1, 2), other(1, 2)}
                            : new LayerInput[] {real(2, 2), other(1, 2)});
            add("nn." + name + "Cell(2, 3)", real(2, 2));
            add(
                    "nn." + name + "Cell(2, 2, bias=False)",
                    two ? new LayerInput[] {real(2), other(2), other(2)} : new LayerInput[] {real(2, 2), other(2, 2)});
        }
        add("nn.RNN(2, 2, nonlinearity='relu')", real(2, 2, 2));
        add("nn.RNNCell(2, 2, nonlinearity='relu')", real(2, 2));
        add("nn.LSTM(2, 3, proj_size=2)", real(2, 1, 2));
    }

    private void attention() {
        add("nn.MultiheadAttention(4, 2)", real(2, 1, 4), other(3, 1, 4), real(3, 1, 4));
        add("nn.MultiheadAttention(2, 1, bias=False, batch_first=True)", real(2, 2, 2), other(2, 2, 2), real(2, 2, 2));
        add("nn.MultiheadAttention(2, 2, add_bias_kv=True, add_zero_attn=True)", real(2, 2), other(2, 2), real(2, 2));
        add("nn.MultiheadAttention(4, 2, dropout=0.3, kdim=3, vdim=2)", real(2, 1, 4), other(2, 1, 3), real(2, 1, 2));
        add("nn.MultiheadAttention(2, 1)", real(3, 2), other(3, 2), real(3, 2), null, later(3));
        String layer = "nn.TransformerEncoderLayer(4, 2, dim_feedforward=3";
        add(layer + ", activation='gelu')", real(3, 1, 4));
        add(layer + ", dropout=0.0, norm_first=True, bias=False)", real(2, 2, 4), later(2));
        add("nn.TransformerEncoder(" + layer + "), 2, norm=nn.LayerNorm(4))", real(2, 1, 4));
        String decoder = "nn.TransformerDecoderLayer(4, 2, dim_feedforward=3";
        add(decoder + ")", real(2, 1, 4), other(3, 1, 4));
        add(decoder + ", dropout=0.0, batch_first=True, norm_first=True)", real(1, 2, 4), other(1, 2, 4), later(2));
        add("nn.TransformerDecoder(" + decoder + "), 1, norm=nn.LayerNorm(4))", real(2, 1, 4), other(2, 1, 4));
        add(
                "nn.Transformer(2, 1, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=3)",
                real(2, 1, 2),
                other(2, 1, 2));
    }

    private void blocks() {
        add(
                "nn.Sequential(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2))",
                real(2, 1, 3, 3));
        add("torchvision.models.resnet.BasicBlock(2, 2)", real(2, 2, 2, 2));
        add(
                "torchvision.models.resnet.Bottleneck(2, 1, stride=2,"
                        + " downsample=nn.Sequential(nn.Conv2d(2, 4, 1, stride=2), nn.BatchNorm2d(4)))",
                real(2, 2, 3, 3));
    }
}
