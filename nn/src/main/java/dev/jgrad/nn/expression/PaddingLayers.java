package dev.jgrad.nn.expression;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.CircularPad1d;
import dev.jgrad.nn.layer.CircularPad2d;
import dev.jgrad.nn.layer.CircularPad3d;
import dev.jgrad.nn.layer.ConstantPad1d;
import dev.jgrad.nn.layer.ConstantPad2d;
import dev.jgrad.nn.layer.ConstantPad3d;
import dev.jgrad.nn.layer.Extent;
import dev.jgrad.nn.layer.ReflectionPad1d;
import dev.jgrad.nn.layer.ReflectionPad2d;
import dev.jgrad.nn.layer.ReflectionPad3d;
import dev.jgrad.nn.layer.ReplicationPad1d;
import dev.jgrad.nn.layer.ReplicationPad2d;
import dev.jgrad.nn.layer.ReplicationPad3d;
import dev.jgrad.nn.layer.ZeroPad1d;
import dev.jgrad.nn.layer.ZeroPad2d;
import dev.jgrad.nn.layer.ZeroPad3d;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Layers that add a border. */
final class PaddingLayers {
    private PaddingLayers() {}

    static void addTo(Map<String, ModuleFactory> all) {
        add(all, "ZeroPad1d", ZeroPad1d::new);
        add(all, "ZeroPad2d", ZeroPad2d::new);
        add(all, "ZeroPad3d", ZeroPad3d::new);
        add(all, "ReflectionPad1d", ReflectionPad1d::new);
        add(all, "ReflectionPad2d", ReflectionPad2d::new);
        add(all, "ReflectionPad3d", ReflectionPad3d::new);
        add(all, "ReplicationPad1d", ReplicationPad1d::new);
        add(all, "ReplicationPad2d", ReplicationPad2d::new);
        add(all, "ReplicationPad3d", ReplicationPad3d::new);
        add(all, "CircularPad1d", CircularPad1d::new);
        add(all, "CircularPad2d", CircularPad2d::new);
        add(all, "CircularPad3d", CircularPad3d::new);
        addConstant(all, "ConstantPad1d", ConstantPad1d::new);
        addConstant(all, "ConstantPad2d", ConstantPad2d::new);
        addConstant(all, "ConstantPad3d", ConstantPad3d::new);
    }

    private static void add(Map<String, ModuleFactory> all, String name, Function<Extent, Module> layer) {
        ModuleFactory.add(all, name, "padding", a -> layer.apply(a.extent("padding")));
    }

    private static void addConstant(
            Map<String, ModuleFactory> all, String name, BiFunction<Extent, Double, Module> layer) {
        ModuleFactory.add(all, name, "padding, value", a -> layer.apply(a.extent("padding"), a.number("value")));
    }
}
