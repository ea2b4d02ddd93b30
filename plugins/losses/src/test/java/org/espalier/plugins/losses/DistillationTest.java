package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.espalier.testkit.PlainGraph;
import org.junit.jupiter.api.Test;

class DistillationTest {
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
    private static final double[][] LOGITS = {{1, 0}, {0, 2}, {0, 0}};
    private static final double[][] TEACHER = {{2, 0}, {1, 1}, {0, -1}};

    private static double value(double temperature, double weight, double[][] teacher) {
        PlainGraph graph = new PlainGraph(0, 1).teacher(teacher);
        return PlainGraph.scalar(new Distillation(new Distillation.Options(temperature, weight))
                .build(graph, new PlainGraph.PlainNode(LOGITS)));
    }

    private static double hard() {
        return PlainGraph.scalar(new CrossEntropy(new CrossEntropy.Options(0))
                .build(new PlainGraph(0, 1), new PlainGraph.PlainNode(LOGITS)));
    }

    @Test
    void withoutAShareForTheTeacherItIsCrossEntropy() {
        assertThat(value(4, 0, TEACHER)).isCloseTo(hard(), ROUNDING);
    }

    @Test
    void aTeacherThatSaysTheSameAddsNothing() {
        assertThat(value(3, 0.7, LOGITS)).isCloseTo(0.3 * hard(), ROUNDING);
    }

    @Test
    void theSoftPartIsTheDivergenceOfSoftenedAnswersTimesTheSquareOfTheTemperature() {
        double divergence = 0;
        for (int e = 0; e < 2; e++) {
            double student = 0;
            double teacher = 0;
            for (int c = 0; c < 3; c++) {
                student += Math.exp(LOGITS[c][e] / 2);
                teacher += Math.exp(TEACHER[c][e] / 2);
            }
            for (int c = 0; c < 3; c++) {
                double p = Math.exp(TEACHER[c][e] / 2) / teacher;
                divergence += p * (Math.log(p) - (LOGITS[c][e] / 2 - Math.log(student))) / 2;
            }
        }
        assertThat(value(2, 0.4, TEACHER)).isCloseTo(0.6 * hard() + 0.4 * 4 * divergence, ROUNDING);
    }
}
