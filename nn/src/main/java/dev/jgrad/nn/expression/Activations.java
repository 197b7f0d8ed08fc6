package dev.jgrad.nn.expression;

import dev.jgrad.nn.layer.CELU;
import dev.jgrad.nn.layer.ELU;
import dev.jgrad.nn.layer.GELU;
import dev.jgrad.nn.layer.GLU;
import dev.jgrad.nn.layer.Hardshrink;
import dev.jgrad.nn.layer.Hardsigmoid;
import dev.jgrad.nn.layer.Hardswish;
import dev.jgrad.nn.layer.Hardtanh;
import dev.jgrad.nn.layer.LeakyReLU;
import dev.jgrad.nn.layer.LogSigmoid;
import dev.jgrad.nn.layer.LogSoftmax;
import dev.jgrad.nn.layer.Mish;
import dev.jgrad.nn.layer.PReLU;
import dev.jgrad.nn.layer.RReLU;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.ReLU6;
import dev.jgrad.nn.layer.SELU;
import dev.jgrad.nn.layer.SiLU;
import dev.jgrad.nn.layer.Sigmoid;
import dev.jgrad.nn.layer.Softmax;
import dev.jgrad.nn.layer.Softmax2d;
import dev.jgrad.nn.layer.Softmin;
import dev.jgrad.nn.layer.Softplus;
import dev.jgrad.nn.layer.Softshrink;
import dev.jgrad.nn.layer.Softsign;
import dev.jgrad.nn.layer.Tanh;
import dev.jgrad.nn.layer.Tanhshrink;
import dev.jgrad.nn.layer.Threshold;
import java.util.Map;

/** Activation functions. */
final class Activations {
    private Activations() {}

    static void addTo(Map<String, ModuleFactory> all) {
        ModuleFactory.add(all, "ReLU", "inplace=False", a -> new ReLU(a.flag("inplace")));
        ModuleFactory.add(all, "ReLU6", "inplace=False", a -> new ReLU6(a.flag("inplace")));
        ModuleFactory.add(all, "SELU", "inplace=False", a -> new SELU(a.flag("inplace")));
        ModuleFactory.add(all, "SiLU", "inplace=False", a -> new SiLU(a.flag("inplace")));
        ModuleFactory.add(all, "Mish", "inplace=False", a -> new Mish(a.flag("inplace")));
        ModuleFactory.add(all, "Hardswish", "inplace=False", a -> new Hardswish(a.flag("inplace")));
        ModuleFactory.add(all, "Hardsigmoid", "inplace=False", a -> new Hardsigmoid(a.flag("inplace")));
        ModuleFactory.add(all, "Sigmoid", "", a -> new Sigmoid());
        ModuleFactory.add(all, "Tanh", "", a -> new Tanh());
        ModuleFactory.add(all, "Softsign", "", a -> new Softsign());
        ModuleFactory.add(all, "Tanhshrink", "", a -> new Tanhshrink());
        ModuleFactory.add(all, "LogSigmoid", "", a -> new LogSigmoid());
        ModuleFactory.add(all, "Softmax2d", "", a -> new Softmax2d());
        ModuleFactory.add(
                all,
                "LeakyReLU",
                "negative_slope=0.01, inplace=False",
                a -> new LeakyReLU(a.number("negative_slope"), a.flag("inplace")));
        ModuleFactory.add(all, "ELU", "alpha=1.0, inplace=False", a -> new ELU(a.number("alpha"), a.flag("inplace")));
        ModuleFactory.add(all, "CELU", "alpha=1.0, inplace=False", a -> new CELU(a.number("alpha"), a.flag("inplace")));
        ModuleFactory.add(all, "Hardshrink", "lambd=0.5", a -> new Hardshrink(a.number("lambd")));
        ModuleFactory.add(all, "Softshrink", "lambd=0.5", a -> new Softshrink(a.number("lambd")));
        ModuleFactory.add(
                all,
                "Softmax",
                "dim=None",
                a -> a.get("dim") == null ? new Softmax() : new Softmax(a.smallInteger("dim")));
        ModuleFactory.add(
                all,
                "LogSoftmax",
                "dim=None",
                a -> a.get("dim") == null ? new LogSoftmax() : new LogSoftmax(a.smallInteger("dim")));
        ModuleFactory.add(
                all,
                "Softmin",
                "dim=None",
                a -> a.get("dim") == null ? new Softmin() : new Softmin(a.smallInteger("dim")));
        ModuleFactory.add(all, "GELU", "approximate='none'", a -> new GELU(a.text("approximate")));
        ModuleFactory.add(
                all,
                "Softplus",
                "beta=1.0, threshold=20.0",
                a -> new Softplus(a.number("beta"), a.number("threshold")));
        ModuleFactory.add(
                all,
                "Hardtanh",
                "min_val=-1.0, max_val=1.0, inplace=False",
                a -> new Hardtanh(a.number("min_val"), a.number("max_val"), a.flag("inplace")));
        ModuleFactory.add(
                all,
                "Threshold",
                "threshold, value, inplace=False",
                a -> new Threshold(a.number("threshold"), a.number("value"), a.flag("inplace")));
        ModuleFactory.add(all, "GLU", "dim=-1", a -> new GLU(a.smallInteger("dim")));
        ModuleFactory.add(
                all,
                "RReLU",
                "lower=0.125, upper=0.3333333333333333, inplace=False",
                a -> new RReLU(a.number("lower"), a.number("upper"), a.flag("inplace")));
        ModuleFactory.add(
                all,
                "PReLU",
                "num_parameters=1, init=0.25",
                a -> new PReLU(a.integer("num_parameters"), a.number("init")));
    }
}
