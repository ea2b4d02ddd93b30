package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@link ArithmeticTest} see what they forbid, and nothing else. */
class ForbiddenArithmeticTest {
    @TempDir
    private Path classes;

    static Stream<Arguments> offences() {
        return Stream.of(
                Arguments.of(ArithmeticTest.transcendentalsComeFromStrictMath, "return Math.exp(x);"),
                Arguments.of(ArithmeticTest.transcendentalsComeFromStrictMath, "return Math.pow(x, 2);"),
                Arguments.of(ArithmeticTest.floatingVectorsAreNotReduced, """
                        return FloatVector.zero(FloatVector.SPECIES_256).reduceLanes(VectorOperators.ADD);"""),
                Arguments.of(ArithmeticTest.floatingVectorsAreNotReduced, """
                        return DoubleVector.zero(DoubleVector.SPECIES_256).reduceLanes(VectorOperators.MAX);"""),
                Arguments.of(ArithmeticTest.vectorsHaveNoTranscendentals, """
                        return FloatVector.zero(FloatVector.SPECIES_256).lanewise(VectorOperators.EXP).lane(0);"""),
                Arguments.of(ArithmeticTest.randomnessComesFromTheRun, "return new java.util.Random().nextDouble();"),
                Arguments.of(
                        ArithmeticTest.randomnessComesFromTheRun,
                        "return java.util.concurrent.ThreadLocalRandom.current().nextDouble();"),
                Arguments.of(ArithmeticTest.randomnessComesFromTheRun, "return Math.random();"));
    }

    static Stream<Arguments> exactWays() {
        return Stream.of(
                Arguments.of(ArithmeticTest.transcendentalsComeFromStrictMath, "return StrictMath.exp(Math.sqrt(x));"),
                Arguments.of(ArithmeticTest.floatingVectorsAreNotReduced, """
                        return IntVector.zero(IntVector.SPECIES_256).reduceLanes(VectorOperators.ADD);"""),
                Arguments.of(ArithmeticTest.vectorsHaveNoTranscendentals, """
                        return FloatVector.zero(FloatVector.SPECIES_256).lanewise(VectorOperators.SQRT).lane(0);"""),
                Arguments.of(
                        ArithmeticTest.randomnessComesFromTheRun,
                        "return org.espalier.api.RandomStream.ofSeed(1).uniform(0);"));
    }

    @ParameterizedTest
    @MethodSource("offences")
    void seesWhatIsForbidden(ArchRule rule, String body) throws IOException {
        assertThat(rule.evaluate(compiled(body)).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("exactWays")
    void allowsTheExactWay(ArchRule rule, String body) throws IOException {
        assertThat(rule.evaluate(compiled(body)).hasViolation()).isFalse();
    }

    private JavaClasses compiled(String body) throws IOException {
        String source = """
                package org.espalier.plugins.forbidden;

                import jdk.incubator.vector.*;

                final class Sample {
                    static double value(double x) {
                        BODY
                    }
                }
                """.replace("BODY", body);
        BundleJar.compile(Map.of("Sample", source), List.of(), classes);
        return new ClassFileImporter().importPath(classes);
    }
}
