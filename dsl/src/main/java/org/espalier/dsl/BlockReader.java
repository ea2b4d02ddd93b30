package org.espalier.dsl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Value;

/** Reads the sentences of one block: finds the reader of each word, unrolls repeats, tells about words out of place. */
final class BlockReader {
    private static final int MAX_ROUNDS = 1000;

    private final Vocabulary block;
    private final Reading reading;
    private final Map<String, Consumer<Arguments>> words = new HashMap<>();
    private final Map<String, Place> said = new HashMap<>();
    private boolean whole = true;
    private Optional<Consumer<Arguments>> otherWords = Optional.empty();

    BlockReader(Vocabulary block, Reading reading) {
        this.block = block;
        this.reading = reading;
    }

    /** Who reads a word. */
    BlockReader on(String word, Consumer<Arguments> reader) {
        words.put(word, reader);
        return this;
    }

    /** Who reads words the vocabulary does not list. */
    BlockReader onOther(Consumer<Arguments> reader) {
        otherWords = Optional.of(reader);
        return this;
    }

    BlockReader read(Sentence.Block content) {
        whole &= content.whole();
        for (Expr.Name variable : content.variables()) {
            reading.found()
                    .add(
                            DiagnosticId.WRONG_ARGUMENTS,
                            variable.place(),
                            "The block of '" + block.title() + "' has no variable.",
                            "Only repeat counts: repeat(3) { i -> … }.");
        }
        read(content.sentences());
        return this;
    }

    /**
     * Tells about words that must be said and were not. Says nothing when a part of the block was refused, or a word was
     * misspelt: it may have been the one.
     *
     * @param place where the block begins
     * @param whose the block, as the subject of a sentence
     */
    BlockReader require(Place place, String whose, String... needed) {
        for (String word : needed) {
            if (!said.containsKey(word) && whole) {
                reading.found()
                        .add(
                                DiagnosticId.MISSING_WORD,
                                place,
                                whose + " has no '" + word + "'.",
                                "For example: " + Vocabulary.example(word));
            }
        }
        return this;
    }

    private void read(List<Sentence> sentences) {
        for (Sentence sentence : sentences) {
            reading.count(sentence.place());
            read(sentence);
        }
    }

    private void read(Sentence sentence) {
        String word = sentence.word();
        if (word.equals("repeat") && block.words().contains("repeat")) {
            int before = reading.found().size();
            repeat(sentence);
            if (reading.found().size() > before) {
                whole = false;
                reading.notWhole();
            }
            return;
        }
        Consumer<Arguments> reader = words.get(word);
        if (reader == null
                && otherWords.isPresent()
                && Vocabulary.home(word).isEmpty()
                && ClosestNames.of(word, block.words()).isEmpty()) {
            reader = otherWords.get();
        }
        if (reader == null) {
            unknown(sentence);
            return;
        }
        Place first = said.putIfAbsent(word, sentence.place());
        if (first != null && block.words().contains(word) && !Vocabulary.repeatable(word)) {
            reading.found()
                    .add(
                            DiagnosticId.REPEATED_WORD,
                            sentence.place(),
                            "'" + word + "' is said twice in " + block.title() + "; the first time in line "
                                    + first.line() + ".",
                            "Keep one.");
            return;
        }
        Arguments arguments = reading.arguments(sentence);
        reader.accept(arguments);
        arguments.done();
    }

    private void unknown(Sentence sentence) {
        String word = sentence.word();
        Optional<Vocabulary> home = Vocabulary.home(word);
        List<String> near = ClosestNames.of(word, block.words());
        near.stream().limit(1).forEach(meant -> said.putIfAbsent(meant, sentence.place()));
        if (home.isPresent() && near.isEmpty()) {
            reading.found()
                    .add(
                            DiagnosticId.MISPLACED_WORD,
                            sentence.place(),
                            "'" + word + "' does not belong in " + block.title() + ".",
                            "It belongs in " + home.get().written() + ".");
            return;
        }
        String list = block.words().isEmpty()
                ? "Words here are names of metrics."
                : "Words here: " + String.join(", ", block.words()) + ".";
        reading.found()
                .add(
                        DiagnosticId.UNKNOWN_WORD,
                        sentence.place(),
                        "There is no word '" + word + "' in " + block.title() + ".",
                        ClosestNames.hint(word, block.words(), list));
    }

    private void repeat(Sentence sentence) {
        Arguments arguments = reading.arguments(sentence);
        Optional<Value> times = arguments.value("how often, and a block");
        Optional<Sentence.Block> body = arguments.block();
        arguments.done();
        if (times.isEmpty() || body.isEmpty()) {
            return;
        }
        if (!(times.get() instanceof Value.Num n) || n.value() != Math.rint(n.value())) {
            arguments.wrong(
                    times.get().place(),
                    "'repeat' takes a whole number, not " + Evaluator.described(times.get()) + ".");
            return;
        }
        if (n.value() < 1 || n.value() > MAX_ROUNDS) {
            reading.found()
                    .add(
                            DiagnosticId.OUT_OF_RANGE,
                            n.place(),
                            "'repeat' takes a number in [1, " + MAX_ROUNDS + "], not " + n.text() + ".");
            return;
        }
        List<Value> rounds = new ArrayList<>();
        for (int i = 1; i <= n.value(); i++) {
            rounds.add(new Value.Num(i, true, n.place()));
        }
        unroll("repeat", rounds, body.get(), () -> {});
    }

    /**
     * Reads a block once for each value of its variable.
     *
     * @param before each time
     */
    void unroll(String word, List<Value> rounds, Sentence.Block body, Runnable before) {
        List<Expr.Name> variables = body.variables();
        boolean taken = !variables.isEmpty()
                && reading.evaluator().knows(variables.getFirst().name());
        if (variables.size() > 1 || taken) {
            Place place = variables.getLast().place();
            reading.found()
                    .add(
                            taken ? DiagnosticId.DUPLICATE_NAME : DiagnosticId.WRONG_ARGUMENTS,
                            place,
                            taken
                                    ? "The name '" + variables.getFirst().name() + "' already means something here."
                                    : "'" + word + "' has one variable.",
                            taken ? "Choose another." : "For example: " + Vocabulary.example(word));
            return;
        }
        for (Value round : rounds) {
            before.run();
            variables.forEach(variable -> reading.evaluator().define(variable.name(), round));
            reading.count(body.place());
            read(body.sentences());
        }
        variables.forEach(v -> reading.evaluator().forget(v.name()));
    }
}
