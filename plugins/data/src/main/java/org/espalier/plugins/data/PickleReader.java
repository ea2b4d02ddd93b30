package org.espalier.plugins.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.PickleValue.Constant;
import org.espalier.plugins.data.PickleValue.Name;
import org.espalier.plugins.data.PickleValue.Sequence;
import org.espalier.plugins.data.PickleValue.Table;
import org.espalier.plugins.data.PickleValue.Text;
import org.espalier.plugins.data.PickleValue.Tuple;
import org.espalier.plugins.data.PickleValue.Whole;

/**
 * Reads pickles of protocol 2 that hold arrays, sparse matrices and dictionaries of lists, as the Planetoid files do. A
 * pickle is a program of Python's that may call anything; here it can make a {@link PickleValue} and nothing else, and
 * every instruction or name beyond those these files use is refused.
 */
final class PickleReader {
    private static final int PROTOCOL = 2;
    private static final int LONGEST_SHOWN = 60;

    private final Path path;
    private final byte[] bytes;
    private final List<PickleValue> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();
    private int position;
    /** Where the instruction that is carried out stands. */
    private int at;

    PickleReader(Path path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /**
     * What the pickle holds.
     *
     * @throws EspalierException at the first byte that is cut off, damaged or not allowed
     */
    PickleValue read() {
        if (next() != 0x80 || next() != PROTOCOL) {
            throw wrong("a pickle of protocol " + PROTOCOL + " begins with 0x80 0x0" + PROTOCOL);
        }
        at = position;
        int instruction = next();
        while (instruction != '.') {
            carryOut(instruction);
            at = position;
            instruction = next();
        }
        PickleValue result = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
            throw wrong("the pickle ends with " + stack.size() + " values that nothing took up");
        }
        if (position < bytes.length) {
            throw wrong("the pickle ends here, but the file goes on to byte " + bytes.length);
        }
        return result;
    }

    private void carryOut(int instruction) {
        switch (instruction) {
            case 'K' -> push(new Whole(next()));
            case 'M' -> push(new Whole(number(Short.BYTES)));
            case 'J' -> push(new Whole(number(Integer.BYTES)));
            case 'U' -> push(text(next()));
            case 'T' -> push(text(number(Integer.BYTES)));
            case 'N' -> push(Constant.NONE);
            case 0x88 -> push(Constant.TRUE);
            case 0x89 -> push(Constant.FALSE);
            case 'c' -> push(name());
            case 'q' -> memo.put(next(), top());
            case 'r' -> memo.put(number(Integer.BYTES), top());
            case 'h' -> push(remembered(next()));
            default -> arrange(instruction);
        }
    }

    /** What takes values from the stack, or marks a place in it. */
    private void arrange(int instruction) {
        switch (instruction) {
            case '(' -> marks.push(stack.size());
            case ')' -> push(new Tuple(List.of()));
            case 0x85, 0x86, 0x87 -> push(new Tuple(take(instruction - 0x84)));
            case 't' -> push(new Tuple(takeToMark()));
            case ']' -> push(new Sequence(at));
            case 'a' -> append(take(1));
            case 'e' -> append(takeToMark());
            case '}' -> push(new Table(at));
            case 'u' -> fill(takeToMark());
            case 0x81, 'R' -> {
                List<PickleValue> call = take(2);
                push(objects().made(call.getFirst(), call.getLast()));
            }
            case 'b' -> {
                PickleValue content = pop();
                objects().complete(top(), content);
            }
            default ->
                throw wrong(String.format("instruction 0x%02X is none of those a file of arrays needs", instruction));
        }
    }

    private PickleObjects objects() {
        return new PickleObjects(path, at);
    }

    private void append(List<PickleValue> items) {
        if (!(top() instanceof Sequence list)) {
            throw wrong("only a list can be appended to, not " + top().kind());
        }
        list.items.addAll(items);
    }

    private void fill(List<PickleValue> items) {
        if (!(top() instanceof Table table) || items.size() % 2 != 0) {
            throw wrong("pairs of a key and a value can be set in a dictionary only, not " + items.size()
                    + " values in " + top().kind());
        }
        for (int i = 0; i < items.size(); i += 2) {
            PickleValue key = items.get(i);
            if (!(key instanceof Whole || key instanceof Text)) {
                throw wrong("a key must be a number or a string, not " + key.kind());
            }
            table.entries.put(key, items.get(i + 1));
        }
    }

    private PickleValue remembered(int number) {
        PickleValue value = memo.get(number);
        if (value == null) {
            throw wrong("nothing was remembered as number " + number);
        }
        return value;
    }

    private Name name() {
        String name = line() + " " + line();
        return Name.of(name)
                .orElseThrow(() -> wrong("the pickle names " + shown(name)
                        + ", which no file of arrays needs; nothing of it was run. Do not open this file in Python"
                        + " either"));
    }

    private String line() {
        int from = position;
        int character = next();
        while (character != '\n') {
            character = next();
        }
        return new String(bytes, from, position - 1 - from, StandardCharsets.ISO_8859_1);
    }

    private static String shown(String text) {
        String part = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
        return "'" + part.replaceAll("[^ -~…]", "?") + "'";
    }

    private Text text(int length) {
        if (length < 0 || length > bytes.length - position) {
            throw wrong("a string of " + Integer.toUnsignedString(length) + " bytes begins here, but only "
                    + (bytes.length - position) + " are left");
        }
        Text text = new Text(new String(bytes, position, length, StandardCharsets.ISO_8859_1));
        position += length;
        return text;
    }

    private int number(int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value |= next() << Byte.SIZE * i;
        }
        return value;
    }

    private int next() {
        if (position >= bytes.length) {
            throw new EspalierException(path + " ends at byte " + bytes.length + ", within a pickle; it was cut off.");
        }
        return bytes[position++] & 0xff;
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    private PickleValue top() {
        if (stack.size() <= floor()) {
            throw wrong("the instruction finds no value to work on");
        }
        return stack.getLast();
    }

    private PickleValue pop() {
        return take(1).getFirst();
    }

    private List<PickleValue> take(int count) {
        if (stack.size() - floor() < count) {
            throw wrong("the instruction wants " + count + " values, there are " + (stack.size() - floor()));
        }
        return takeFrom(stack.size() - count);
    }

    private List<PickleValue> takeToMark() {
        if (marks.isEmpty()) {
            throw wrong("the instruction wants the values after a mark, and there is no mark");
        }
        return takeFrom(marks.pop());
    }

    private List<PickleValue> takeFrom(int from) {
        List<PickleValue> top = stack.subList(from, stack.size());
        List<PickleValue> taken = new ArrayList<>(top);
        top.clear();
        return taken;
    }

    /** Below it lies what a mark keeps. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.peek();
    }

    private EspalierException wrong(String sentence) {
        return new EspalierException(path + ": byte " + at + ": " + sentence + ".");
    }
}
