package dev.jgrad.it.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.nn.Parameter;
import dev.jgrad.nn.optim.LRScheduler;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.nn.optim.ReduceLROnPlateau;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Learning rates and momenta after each step of each schedule. */
class ScheduleGoldenTest {
    @TestFactory
    Stream<DynamicTest> schedules() {
        return Conformance.lines(Conformance.folder("training").resolve("schedules.jsonl")).stream()
                .map(one -> DynamicTest.dynamicTest(one.get("id").asText(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        List<ParamGroup> groups = new ArrayList<>();
        for (JsonNode lr : one.get("initial_lrs")) {
            groups.add(ParamGroup.of(List.of(Parameter.of(Tensors.zeros(1)))).with("lr", lr.asDouble()));
        }
        SGD optimizer = new SGD(SGD.Options.DEFAULT.withMomentum(0.9), groups.toArray(ParamGroup[]::new));
        LRScheduler scheduler =
                Recipes.scheduler(optimizer, one.get("scheduler").asText(), one.get("kwargs"));
        JsonNode lrs = one.get("lrs");
        for (int i = 0; i < lrs.size(); i++) {
            if (i > 0) {
                if (scheduler instanceof ReduceLROnPlateau plateau) {
                    plateau.step(one.get("metrics").get(i - 1).asDouble());
                } else {
                    scheduler.step();
                }
            }
            for (int group = 0; group < groups.size(); group++) {
                String where = "group " + group + " after " + i + " steps";
                double lr = lrs.get(i).get(group).asDouble();
                double delta = Math.abs(one.get("rtol").asDouble() * lr);
                assertEquals(lr, groups.get(group).lr(), delta, where);
                assertEquals(lr, scheduler.getLastLr().get(group), delta, where);
                if (one.has("momentums")) {
                    double momentum = one.get("momentums").get(i).get(group).asDouble();
                    assertEquals(momentum, groups.get(group).number("momentum"), 1e-9 * momentum, where);
                }
            }
        }
    }
}
