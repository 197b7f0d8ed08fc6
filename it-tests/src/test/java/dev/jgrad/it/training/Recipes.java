package dev.jgrad.it.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.optim.ChainedScheduler;
import dev.jgrad.nn.optim.ConstantLR;
import dev.jgrad.nn.optim.CosineAnnealingLR;
import dev.jgrad.nn.optim.CosineAnnealingWarmRestarts;
import dev.jgrad.nn.optim.CyclicLR;
import dev.jgrad.nn.optim.ExponentialLR;
import dev.jgrad.nn.optim.LRScheduler;
import dev.jgrad.nn.optim.LinearLR;
import dev.jgrad.nn.optim.MultiStepLR;
import dev.jgrad.nn.optim.OneCycleLR;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.nn.optim.PolynomialLR;
import dev.jgrad.nn.optim.ReduceLROnPlateau;
import dev.jgrad.nn.optim.SWALR;
import dev.jgrad.nn.optim.SequentialLR;
import dev.jgrad.nn.optim.StepLR;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Optimizers and schedules from the names and keyword arguments of the suite. */
final class Recipes {
    private Recipes() {}

    /** The keyword arguments become options of every group, which the group's own ones go before. */
    static Optimizer optimizer(JsonNode recipe, List<ParamGroup> groups) {
        for (ParamGroup group : groups) {
            recipe.get("kwargs").properties().forEach(entry -> {
                if (!group.has(entry.getKey())) {
                    group.with(entry.getKey(), option(entry.getValue()));
                }
            });
        }
        ParamGroup[] all = groups.toArray(ParamGroup[]::new);
        String name = recipe.get("name").asText();
        try {
            Class<?> type = Class.forName(Optimizer.class.getPackageName() + "." + name);
            Class<?> options = Class.forName(type.getName() + "$Options");
            return (Optimizer) type.getConstructor(options, ParamGroup[].class)
                    .newInstance(options.getField("DEFAULT").get(null), all);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no optimizer " + name, e);
        }
    }

    static Object option(JsonNode value) {
        if (value.isArray()) {
            List<Object> items = new ArrayList<>();
            value.forEach(item -> items.add(option(item)));
            return new Tuple(items);
        }
        if (value.isNull() || value.isTextual()) {
            return value.textValue();
        }
        return value.isBoolean()
                ? (Object) value.asBoolean()
                : value.isInt() ? (Object) value.asLong() : value.asDouble();
    }

    static LRScheduler scheduler(Optimizer optimizer, String name, JsonNode kwargs) {
        Keywords k = new Keywords(kwargs);
        return switch (name) {
            case "StepLR" -> new StepLR(optimizer, k.integer("step_size", 1), k.number("gamma", 0.1));
            case "MultiStepLR" -> new MultiStepLR(optimizer, k.integers("milestones"), k.number("gamma", 0.1));
            case "ExponentialLR" -> new ExponentialLR(optimizer, k.number("gamma", 0.1));
            case "ConstantLR" -> new ConstantLR(optimizer, k.number("factor", 1.0 / 3), k.integer("total_iters", 5));
            case "LinearLR" ->
                new LinearLR(
                        optimizer,
                        k.number("start_factor", 1.0 / 3),
                        k.number("end_factor", 1),
                        k.integer("total_iters", 5));
            case "PolynomialLR" -> new PolynomialLR(optimizer, k.integer("total_iters", 5), k.number("power", 1));
            case "CosineAnnealingLR" -> new CosineAnnealingLR(optimizer, k.integer("T_max", 1), k.number("eta_min", 0));
            case "CosineAnnealingWarmRestarts" ->
                new CosineAnnealingWarmRestarts(
                        optimizer, k.integer("T_0", 1), k.integer("T_mult", 1), k.number("eta_min", 0));
            case "OneCycleLR" -> oneCycle(optimizer, k);
            case "CyclicLR" -> cyclic(optimizer, k);
            case "ReduceLROnPlateau" -> plateau(optimizer, k);
            case "SequentialLR" -> {
                List<LRScheduler> parts = new ArrayList<>();
                kwargs.get("schedulers")
                        .forEach(part ->
                                parts.add(scheduler(optimizer, part.get(0).asText(), part.get(1))));
                yield new SequentialLR(optimizer, parts, k.integers("milestones"));
            }
            case "ChainedScheduler" -> {
                List<LRScheduler> parts = new ArrayList<>();
                kwargs.get("schedulers")
                        .forEach(part ->
                                parts.add(scheduler(optimizer, part.get(0).asText(), part.get(1))));
                yield new ChainedScheduler(parts);
            }
            case "SWALR" ->
                new SWALR(
                        optimizer,
                        k.given("swa_lr") ? k.numbers("swa_lr") : new double[] {0.05},
                        k.integer("anneal_epochs", 10),
                        SWALR.Anneal.valueOf(k.text("anneal_strategy", "cos").toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("no schedule " + name);
        };
    }

    private static LRScheduler oneCycle(Optimizer optimizer, Keywords k) {
        OneCycleLR.Options options = OneCycleLR.Options.DEFAULT
                .withPctStart(k.number("pct_start", 0.3))
                .withAnneal(OneCycleLR.Anneal.valueOf(
                        k.text("anneal_strategy", "cos").toUpperCase(Locale.ROOT)))
                .withDivFactors(k.number("div_factor", 25), k.number("final_div_factor", 1e4));
        int steps = k.integer("total_steps", k.integer("epochs", 0) * k.integer("steps_per_epoch", 0));
        if (k.flag("three_phase")) {
            options = options.withThreePhases();
        }
        options = k.given("cycle_momentum") && !k.flag("cycle_momentum")
                ? options.withoutMomentum()
                : options.withMomentum(k.number("base_momentum", 0.85), k.number("max_momentum", 0.95));
        return new OneCycleLR(optimizer, k.numbers("max_lr"), steps, options);
    }

    private static LRScheduler cyclic(Optimizer optimizer, Keywords k) {
        int up = k.integer("step_size_up", 2000);
        CyclicLR.Mode mode = CyclicLR.Mode.valueOf(k.text("mode", "triangular").toUpperCase(Locale.ROOT));
        CyclicLR.Options options = CyclicLR.Options.DEFAULT
                .withStepSizes(up, k.integer("step_size_down", up))
                .withMode(mode, k.number("gamma", 1));
        options = k.given("cycle_momentum") && !k.flag("cycle_momentum")
                ? options.withoutMomentum()
                : options.withMomentum(k.number("base_momentum", 0.8), k.number("max_momentum", 0.9));
        return new CyclicLR(optimizer, k.numbers("base_lr"), k.numbers("max_lr"), options);
    }

    private static LRScheduler plateau(Optimizer optimizer, Keywords k) {
        return new ReduceLROnPlateau(
                optimizer,
                new ReduceLROnPlateau.Options(
                        ReduceLROnPlateau.Mode.valueOf(k.text("mode", "min").toUpperCase(Locale.ROOT)),
                        k.number("factor", 0.1),
                        k.integer("patience", 10),
                        k.number("threshold", 1e-4),
                        ReduceLROnPlateau.ThresholdMode.valueOf(
                                k.text("threshold_mode", "rel").toUpperCase(Locale.ROOT)),
                        k.integer("cooldown", 0),
                        0,
                        k.number("eps", 1e-8)),
                k.given("min_lr") ? k.numbers("min_lr") : new double[] {0});
    }

    /** Keyword arguments with defaults. */
    private record Keywords(JsonNode values) {
        int integer(String name, int missing) {
            return values.path(name).asInt(missing);
        }

        double number(String name, double missing) {
            return values.path(name).asDouble(missing);
        }

        String text(String name, String missing) {
            return values.path(name).asText(missing);
        }

        boolean given(String name) {
            return values.has(name);
        }

        /** A number for each group, or one for all. */
        double[] numbers(String name) {
            JsonNode value = values.get(name);
            double[] all = new double[value.isArray() ? value.size() : 1];
            for (int i = 0; i < all.length; i++) {
                all[i] = (value.isArray() ? value.get(i) : value).asDouble();
            }
            return all;
        }

        boolean flag(String name) {
            return values.path(name).asBoolean();
        }

        List<Integer> integers(String name) {
            List<Integer> all = new ArrayList<>();
            values.get(name).forEach(value -> all.add(value.asInt()));
            return all;
        }
    }
}
