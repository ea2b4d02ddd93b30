package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text, or the inside of one of its blocks, the blocks in it, and where it can be cut between sentences. Every block and
 * every part of it is parsed by itself: the parser looks ahead over whole blocks, again for each block around them and once
 * more when it finds a mistake, and would take minutes for what is read in a moment this way.
 *
 * @param brace where the block's brace stands in the whole text; the beginning for the text itself
 * @param end the index behind its last character
 * @param parts where its parts begin; the first behind the names of its variables
 * @param inner the blocks in it, in order
 */
record Outline(Spot brace, int end, List<Spot> parts, List<Outline> inner) {
    Outline {
        parts = List.copyOf(parts);
        inner = List.copyOf(inner);
    }

    /**
     * A spot in the text.
     *
     * @param index counted from 0
     * @param line counted from 1
     * @param column counted from 1
     */
    record Spot(int index, int line, int column) {}

    /** The text outside of its blocks, part by part. */
    List<SourceText> texts(SourceText whole) {
        List<SourceText> texts = new ArrayList<>();
        int block = 0;
        for (int i = 0; i < parts.size(); i++) {
            Spot part = parts.get(i);
            int stop = i + 1 < parts.size() ? parts.get(i + 1).index() : end;
            StringBuilder text = new StringBuilder();
            int at = part.index();
            for (; block < inner.size() && inner.get(block).end < stop; block++) {
                Outline inside = inner.get(block);
                text.append(whole.text(), at, inside.begin());
                blank(whole.text(), inside.begin(), inside.end, text);
                at = inside.end;
            }
            text.append(whole.text(), at, stop);
            texts.add(new SourceText(whole.file(), text.toString(), part.line(), part.column()));
        }
        return texts;
    }

    private int begin() {
        return parts.getFirst().index();
    }

    /** What follows keeps its place. All lines become one stretch of space: the parser reads past ends behind a backslash. */
    private static void blank(String text, int from, int end, StringBuilder out) {
        int line = from;
        for (int newline = text.indexOf('\n', from);
                newline >= 0 && newline < end;
                newline = text.indexOf('\n', line)) {
            out.append("\\\n");
            line = newline + 1;
        }
        out.repeat(' ', text.codePointCount(line, end));
    }

    /** The block whose brace stands there. */
    Optional<Outline> block(int line, int column) {
        return inner.stream()
                .filter(b -> b.brace.line() == line && b.brace.column() == column)
                .findFirst();
    }
}
