package org.espalier.dsl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.catalog.PartOptions;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.check.PlanChecker;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.RecipeLanguage;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.Value;

/**
 * The recipe language in Groovy's syntax. A file is parsed and read as data; nothing in it is compiled or run.
 *
 * <p>It is not a security boundary: a recipe decides which installed plugins run, with which files.
 */
public final class GroovyRecipes implements RecipeLanguage {
    private final Syntax syntax = new Syntax();

    /** The recipe language. */
    public GroovyRecipes() {}

    @Override
    public RecipePlan recipe(Path file, Map<String, String> settings, PluginCatalog catalog) {
        SourceText source = SourceText.read(file);
        Reading reading = new Reading(new PartOptions(catalog));
        Optional<RecipePlan> plan =
                only("recipe", source, reading).flatMap(sentence -> plan(sentence, file, source, settings, reading));
        plan.ifPresent(p -> check(p, catalog, reading));
        reading.found().throwIfAny();
        return plan.orElseThrow();
    }

    /** Adds the mistakes of the plan to those of the text, unless they may come from parts that could not be read. */
    private static void check(RecipePlan plan, PluginCatalog catalog, Reading reading) {
        boolean clean = reading.found().isEmpty();
        for (Diagnostic mistake : new PlanChecker(catalog).check(plan).all()) {
            boolean ofOnePlugin = mistake.id().code().startsWith("E2");
            if (clean || (mistake.place().known() && (ofOnePlugin || reading.structureSound()))) {
                reading.found().add(mistake);
            }
        }
    }

    private Optional<RecipePlan> plan(
            Sentence sentence, Path file, SourceText source, Map<String, String> settings, Reading reading) {
        Arguments a = reading.arguments(sentence);
        Optional<Value.Text> name = a.text("a name in quotes and a block");
        Optional<Sentence.Block> block = a.block();
        a.done();
        return block.map(b -> new RecipeReader(reading, new Settings(settings, syntax))
                .read(
                        name.map(Value.Text::value).orElse("?"),
                        name.map(Value.Text::place).orElse(a.place()),
                        b,
                        folder(file),
                        source.text()));
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? Path.of("").toAbsolutePath() : parent;
    }

    @Override
    public StudyPlan study(Path file, PluginCatalog catalog) {
        SourceText source = SourceText.read(file);
        Reading reading = new Reading(new PartOptions(catalog));
        StudyReader.RecipeFiles files = new StudyReader.RecipeFiles(folder(file));
        Optional<StudyPlan> plan = only("study", source, reading).flatMap(sentence -> study(sentence, files, reading));
        plan.ifPresent(p -> new StudyCheck(this, files, catalog, reading.found()).check(p));
        reading.found().throwIfAny();
        return plan.orElseThrow();
    }

    private static Optional<StudyPlan> study(Sentence sentence, StudyReader.RecipeFiles files, Reading reading) {
        Arguments a = reading.arguments(sentence);
        Optional<Value.Text> name = a.text("a name in quotes and a block");
        Optional<Sentence.Block> block = a.block();
        a.done();
        return block.map(b -> new StudyReader(reading, files)
                .read(
                        name.map(Value.Text::value).orElse("?"),
                        name.map(Value.Text::place).orElse(a.place()),
                        b));
    }

    @Override
    public boolean isStudy(Path file) {
        try {
            String text = SourceText.read(file).text();
            int word = beginning(text);
            int end = word + "study".length();
            return text.startsWith("study", word)
                    && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
        } catch (RecipeException e) {
            return false;
        }
    }

    /** Where the first word stands, behind space and comments. */
    private static int beginning(String text) {
        int at = 0;
        while (at < text.length()) {
            int end = Character.isWhitespace(text.charAt(at)) ? at + 1 : BracketScan.endOfComment(text, at);
            if (end == at) {
                return at;
            }
            at = end;
        }
        return at;
    }

    private Syntax.Result read(SourceText source, Reading reading) {
        try {
            return syntax.sentences(source, reading.found());
        } catch (StackOverflowError e) {
            throw new RecipeException(List.of(GroovyParser.tooDeep(source)));
        }
    }

    /** The one sentence of a file. */
    private Optional<Sentence> only(String word, SourceText source, Reading reading) {
        Syntax.Result read = read(source, reading);
        if (!read.whole()) {
            reading.notWhole();
        }
        Optional<Sentence> first = Optional.empty();
        for (Sentence sentence : read.sentences()) {
            if (first.isEmpty() && sentence.word().equals(word)) {
                first = Optional.of(sentence);
            } else if (sentence.word().equals("recipe") || sentence.word().equals("study")) {
                boolean other = !sentence.word().equals(word);
                reading.found()
                        .add(
                                other ? DiagnosticId.MISPLACED_WORD : DiagnosticId.REPEATED_WORD,
                                sentence.place(),
                                other
                                        ? "This is a " + sentence.word() + ", not a " + word + "."
                                        : "A file holds one " + word + "; this is another.",
                                other ? "A study is run with: espalier study FILE." : "Give it a file of its own.");
            } else {
                new BlockReader(Vocabulary.FILE, reading)
                        .read(new Sentence.Block(List.of(sentence), List.of(), true, sentence.place()));
            }
        }
        if (first.isEmpty() && reading.found().isEmpty()) {
            Place start = source.at(1, 1, 1);
            reading.found()
                    .add(
                            DiagnosticId.MISSING_WORD,
                            start,
                            "This file holds no " + word + ".",
                            "It begins with: " + Vocabulary.example(word));
        }
        return first;
    }
}
