package dev.jgrad.nn.expression;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.AdaptiveLogSoftmaxWithLoss;
import dev.jgrad.nn.layer.Embedding;
import dev.jgrad.nn.layer.EmbeddingBag;
import dev.jgrad.nn.layer.GRU;
import dev.jgrad.nn.layer.GRUCell;
import dev.jgrad.nn.layer.LSTM;
import dev.jgrad.nn.layer.LSTMCell;
import dev.jgrad.nn.layer.MultiheadAttention;
import dev.jgrad.nn.layer.RNN;
import dev.jgrad.nn.layer.RNNCell;
import dev.jgrad.nn.layer.RecurrentOptions;
import dev.jgrad.nn.layer.Transformer;
import dev.jgrad.nn.layer.TransformerDecoder;
import dev.jgrad.nn.layer.TransformerDecoderLayer;
import dev.jgrad.nn.layer.TransformerEncoder;
import dev.jgrad.nn.layer.TransformerEncoderLayer;
import dev.jgrad.nn.layer.TransformerOptions;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Embedding, recurrent networks and transformers. */
final class SequenceLayers {
    private SequenceLayers() {}

    static void addTo(Map<String, ModuleFactory> all) {
        ModuleFactory.add(
                all,
                "Embedding",
                "num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False",
                a -> new Embedding(
                        a.integer("num_embeddings"),
                        a.integer("embedding_dim"),
                        new Embedding.Options(
                                a.integerOrNone("padding_idx"),
                                a.numberOrNone("max_norm"),
                                a.number("norm_type"),
                                a.flag("scale_grad_by_freq"))));
        ModuleFactory.add(
                all,
                "EmbeddingBag",
                "num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, include_last_offset=False, padding_idx=None",
                a -> new EmbeddingBag(
                        a.integer("num_embeddings"),
                        a.integer("embedding_dim"),
                        new EmbeddingBag.Options(
                                a.numberOrNone("max_norm"),
                                a.number("norm_type"),
                                a.flag("scale_grad_by_freq"),
                                a.text("mode"),
                                a.flag("include_last_offset"),
                                a.integerOrNone("padding_idx"))));
        ModuleFactory.add(
                all,
                "AdaptiveLogSoftmaxWithLoss",
                "in_features, n_classes, cutoffs, div_value=4.0, head_bias=False",
                a -> new AdaptiveLogSoftmaxWithLoss(
                        a.integer("in_features"),
                        a.integer("n_classes"),
                        a.integers("cutoffs"),
                        a.number("div_value"),
                        a.flag("head_bias")));
        ModuleFactory.add(
                all,
                "RNN",
                "input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0, bidirectional=False",
                a -> new RNN(a.integer("input_size"), a.integer("hidden_size"), recurrent(a), a.text("nonlinearity")));
        ModuleFactory.add(
                all,
                "LSTM",
                "input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0",
                a -> new LSTM(a.integer("input_size"), a.integer("hidden_size"), recurrent(a), a.integer("proj_size")));
        ModuleFactory.add(
                all,
                "GRU",
                "input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False",
                a -> new GRU(a.integer("input_size"), a.integer("hidden_size"), recurrent(a)));
        ModuleFactory.add(
                all,
                "RNNCell",
                "input_size, hidden_size, bias=True, nonlinearity='tanh'",
                a -> new RNNCell(
                        a.integer("input_size"), a.integer("hidden_size"), a.flag("bias"), a.text("nonlinearity")));
        ModuleFactory.add(
                all,
                "LSTMCell",
                "input_size, hidden_size, bias=True",
                a -> new LSTMCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias")));
        ModuleFactory.add(
                all,
                "GRUCell",
                "input_size, hidden_size, bias=True",
                a -> new GRUCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias")));
        ModuleFactory.add(
                all,
                "MultiheadAttention",
                "embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False",
                a -> new MultiheadAttention(
                        a.integer("embed_dim"),
                        a.integer("num_heads"),
                        new MultiheadAttention.Options(
                                a.number("dropout"),
                                a.flag("bias"),
                                a.flag("add_bias_kv"),
                                a.flag("add_zero_attn"),
                                a.integerOrNone("kdim"),
                                a.integerOrNone("vdim"),
                                a.flag("batch_first"))));
        ModuleFactory.add(
                all,
                "TransformerEncoderLayer",
                "d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True",
                a -> new TransformerEncoderLayer(a.integer("d_model"), a.integer("nhead"), transformer(a)));
        ModuleFactory.add(
                all,
                "TransformerDecoderLayer",
                "d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True",
                a -> new TransformerDecoderLayer(a.integer("d_model"), a.integer("nhead"), transformer(a)));
        ModuleFactory.add(
                all,
                "TransformerEncoder",
                "encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True",
                SequenceLayers::encoder);
        ModuleFactory.add(all, "TransformerDecoder", "decoder_layer, num_layers, norm=None", SequenceLayers::decoder);
        ModuleFactory.add(
                all,
                "Transformer",
                "d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True",
                a -> new Transformer(
                        a.integer("d_model"),
                        a.integer("nhead"),
                        a.smallInteger("num_encoder_layers"),
                        a.smallInteger("num_decoder_layers"),
                        transformer(a)));
    }

    private static RecurrentOptions recurrent(Arguments a) {
        return new RecurrentOptions(
                a.smallInteger("num_layers"),
                a.flag("bias"),
                a.flag("batch_first"),
                a.number("dropout"),
                a.flag("bidirectional"));
    }

    private static TransformerOptions transformer(Arguments a) {
        UnaryOperator<Tensor> activation = switch (a.text("activation")) {
            case "relu" -> Functional::relu;
            case "gelu" -> Functional::gelu;
            default -> a.wrong("activation", "'relu' or 'gelu'");
        };
        return new TransformerOptions(
                a.integer("dim_feedforward"),
                a.number("dropout"),
                activation,
                a.number("layer_norm_eps"),
                a.flag("batch_first"),
                a.flag("norm_first"),
                a.flag("bias"));
    }

    private static Module encoder(Arguments a) {
        TransformerEncoderLayer layer = a.module("encoder_layer") instanceof TransformerEncoderLayer given
                ? given
                : a.wrong("encoder_layer", "a TransformerEncoderLayer");
        return new TransformerEncoder(layer, a.smallInteger("num_layers"), a.moduleOrNone("norm"));
    }

    private static Module decoder(Arguments a) {
        TransformerDecoderLayer layer = a.module("decoder_layer") instanceof TransformerDecoderLayer given
                ? given
                : a.wrong("decoder_layer", "a TransformerDecoderLayer");
        return new TransformerDecoder(layer, a.smallInteger("num_layers"), a.moduleOrNone("norm"));
    }
}
