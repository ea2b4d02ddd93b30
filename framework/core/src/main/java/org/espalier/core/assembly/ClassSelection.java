package org.espalier.core.assembly;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.ClassesPlan;
import org.espalier.core.plan.Value;

/** Picks the examples of some classes. */
final class ClassSelection {
    private final ClassesPlan plan;
    private final Dataset dataset;
    private final BitSet named = new BitSet();

    /**
     * @throws RecipeException when the data have no such classes
     */
    ClassSelection(ClassesPlan plan, Dataset dataset) {
        this.plan = plan;
        this.dataset = dataset;
        if (!dataset.classification() || dataset.positions() > 1) {
            throw wrong(
                    plan.place(),
                    "The examples of '" + dataset.name() + "' have no class of their own to be picked by.",
                    "Leave 'classes' out.");
        }
        if (dataset.graph().isPresent()) {
            throw wrong(
                    plan.place(),
                    "The examples of '" + dataset.name() + "' are linked with each other, so none can be left out.",
                    "Leave 'classes' out.");
        }
        plan.classes().forEach(value -> named.set(number(value)));
    }

    private int number(Value value) {
        List<String> names = dataset.classNames();
        return switch (value) {
            case Value.Num n
            when n.value() == Math.rint(n.value()) && n.value() >= 0 && n.value() < names.size() -> (int) n.value();
            case Value.Text t when names.contains(t.value()) -> names.indexOf(t.value());
            case Value other ->
                throw wrong(
                        other.place().known() ? other.place() : plan.place(),
                        "'" + dataset.name() + "' has no class " + other.text() + ".",
                        ClosestNames.hint(
                                other instanceof Value.Text t ? t.value() : "",
                                names,
                                "Classes are numbers from 0 to " + (names.size() - 1) + ", or names."));
        };
    }

    Examples of(Examples all) {
        return new Subset(
                all,
                IntStream.range(0, all.count())
                        .filter(id -> named.get(all.label(id)) == plan.only())
                        .toArray());
    }

    /** Training examples, of which there must be some. */
    Examples ofTraining(Examples all) {
        Examples picked = of(all);
        if (picked.count() == 0) {
            throw wrong(
                    plan.place(),
                    "No training example of '" + dataset.name() + "' is left with classes " + plan.option() + ": "
                            + plan.text() + ".",
                    "Pick other classes.");
        }
        return picked;
    }

    private static RecipeException wrong(Place place, String message, String hint) {
        return new RecipeException(List.of(new Diagnostic(DiagnosticId.CONTRADICTION, place, message, hint)));
    }
}
