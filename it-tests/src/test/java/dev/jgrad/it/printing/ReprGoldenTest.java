package dev.jgrad.it.printing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.DType;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.nn.Parameter;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.nn.optim.Adadelta;
import dev.jgrad.nn.optim.Adagrad;
import dev.jgrad.nn.optim.Adam;
import dev.jgrad.nn.optim.AdamW;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.nn.optim.RMSprop;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Modules are built from the suite's expressions; optimizers and values by hand, as jgrad's users would. */
class ReprGoldenTest {
    /** What is left out, and why. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "torch.sort(torch.tensor([3, 1, 2]))", "a record in Java, which prints as records do",
            "torch.iinfo(torch.int64)", "Java has Long.MAX_VALUE",
            "'{:.3f}'.format(torch.tensor(1.23456))", "Python's formatting");

    private static final Map<String, Supplier<String>> BY_HAND = byHand();

    private static Map<String, Supplier<String>> byHand() {
        List<Tensor> p = List.of(Parameter.of(Tensors.zeros(2)));
        List<Tensor> q = List.of(Parameter.of(Tensors.zeros(3)));
        Map<String, Supplier<String>> all = new HashMap<>();
        all.put(
                "torch.optim.SGD([p], lr=0.01, momentum=0.9, weight_decay=1e-4, nesterov=True)",
                () -> new SGD(
                                p,
                                SGD.Options.lr(0.01)
                                        .withMomentum(0.9)
                                        .withWeightDecay(1e-4)
                                        .withNesterov(true))
                        .toString());
        all.put("torch.optim.SGD([p], lr=0.1)", () -> new SGD(p, 0.1).toString());
        all.put("torch.optim.Adam([p])", () -> new Adam(p, Adam.Options.DEFAULT).toString());
        all.put("torch.optim.AdamW([p], lr=1e-3)", () -> new AdamW(p, 1e-3).toString());
        all.put(
                "torch.optim.RMSprop([p], lr=0.01, alpha=0.9, momentum=0.5, centered=True)",
                () -> new RMSprop(
                                p,
                                RMSprop.Options.lr(0.01)
                                        .withAlpha(0.9)
                                        .withMomentum(0.5)
                                        .withCentered(true))
                        .toString());
        all.put("torch.optim.Adagrad([p])", () -> new Adagrad(p, Adagrad.Options.DEFAULT).toString());
        all.put("torch.optim.Adadelta([p])", () -> new Adadelta(p, Adadelta.Options.DEFAULT).toString());
        all.put(
                "torch.optim.SGD([{'params': [p]}, {'params': [q], 'lr': 0.001}], lr=0.1, momentum=0.9)",
                () -> new SGD(
                                SGD.Options.lr(0.1).withMomentum(0.9),
                                ParamGroup.of(p),
                                ParamGroup.of(q).with("lr", 0.001))
                        .toString());
        all.put(
                "torch.optim.Adam([{'params': [p], 'weight_decay': 0.0}, {'params': [q]}], lr=0.001)",
                () -> new Adam(Adam.Options.lr(0.001), ParamGroup.of(p).with("weight_decay", 0.0), ParamGroup.of(q))
                        .toString());
        all.put(
                "nn.Parameter(torch.tensor([1., 2.]))",
                () -> Parameter.toString(Parameter.of(Tensors.tensor(1.0, 2.0))));
        all.put(
                "nn.Parameter(torch.tensor([[1.5]]), requires_grad=False)",
                () -> Parameter.toString(Parameter.of(Tensors.tensor(new double[][] {{1.5}}), false)));
        all.put("torch.zeros(2, 3).shape", () -> Tensors.zeros(2, 3).shape().toString());
        all.put("torch.tensor(1.).shape", () -> Tensors.scalar(1.0).shape().toString());
        all.put(
                "[torch.tensor(1.), torch.tensor([2])]",
                () -> List.of(Tensors.scalar(1.0), Tensors.tensor(2)).toString());
        all.put("torch.float32", DType.FLOAT32::toString);
        all.put("nn.Linear(1, 1).requires_grad_(False).state_dict().keys()", () -> {
            Set<String> keys = ModuleExpression.build("nn.Linear(1, 1)")
                    .requiresGrad_(false)
                    .stateDict()
                    .keySet();
            return "odict_keys(['" + String.join("', '", keys) + "'])";
        });
        return all;
    }

    @TestFactory
    Stream<DynamicTest> reprs() {
        return Conformance.lines(Conformance.folder("printing").resolve("reprs.jsonl")).stream()
                .map(one -> DynamicTest.dynamicTest(one.get("build").asText(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        String build = one.get("build").asText();
        String reason = NOT_HERE.get(build);
        Assumptions.assumeTrue(reason == null, reason);
        Supplier<String> byHand = BY_HAND.get(build);
        assertEquals(
                one.get("text").asText(),
                byHand != null ? byHand.get() : ModuleExpression.build(build).toString());
    }
}
