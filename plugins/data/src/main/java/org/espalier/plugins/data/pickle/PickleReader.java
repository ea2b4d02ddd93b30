package org.espalier.plugins.data.pickle;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.pickle.PickleValue.Constant;
import org.espalier.plugins.data.pickle.PickleValue.Real;
import org.espalier.plugins.data.pickle.PickleValue.Sequence;
import org.espalier.plugins.data.pickle.PickleValue.Table;
import org.espalier.plugins.data.pickle.PickleValue.Text;
import org.espalier.plugins.data.pickle.PickleValue.Tuple;
import org.espalier.plugins.data.pickle.PickleValue.Whole;

/**
 * Reads pickles of protocol 2 that hold arrays and dictionaries. A pickle is a program of Python's that may call anything;
 * here it can make a {@link PickleValue} and what {@link PickleObjects} know, and every instruction or name beyond those such
 * files use is refused.
 */
public final class PickleReader {
    private static final int PROTOCOL = 2;
    private static final int LONGEST_SHOWN = 60;

    private final Path path;
    private final byte[] bytes;
    private final PickleObjects objects;
    private final List<PickleValue> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();
    private int position;
    /** Where the instruction that is carried out stands. */
    private int at;

    /**
     * @param path for messages
     * @param bytes of a file, or the first of it
     * @param from where the pickle begins
     * @param objects it may make
     */
    public PickleReader(Path path, byte[] bytes, int from, PickleObjects objects) {
        this.path = path;
        this.bytes = bytes;
        this.position = from;
        this.objects = objects;
    }

    /** The byte behind what was read. */
    public int position() {
        return position;
    }

    /**
     * What a file holds that is a pickle and nothing else.
     *
     * @throws EspalierException at the first byte that is cut off, damaged or not allowed
     */
    public PickleValue readWhole() {
        PickleValue result = read();
        if (position < bytes.length) {
            throw wrong("the pickle ends here, but the file goes on to byte " + bytes.length);
        }
        return result;
    }

    /**
     * What the pickle holds.
     *
     * @throws EspalierException at the first byte that is cut off, damaged or not allowed
     */
    public PickleValue read() {
        at = position;
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
        return result;
    }

    private void carryOut(int instruction) {
        switch (instruction) {
            case 'K' -> push(new Whole(next()));
            case 'M' -> push(new Whole(number(Short.BYTES)));
            case 'J' -> push(new Whole(number(Integer.BYTES)));
            case 'G' -> push(new Real(Double.longBitsToDouble(Long.reverseBytes(wide(Double.BYTES)))));
            case 0x8a -> push(new Whole(signed(next())));
            case 'U' -> push(text(next(), StandardCharsets.ISO_8859_1));
            case 'T' -> push(text(number(Integer.BYTES), StandardCharsets.ISO_8859_1));
            case 'X' -> push(text(number(Integer.BYTES), StandardCharsets.UTF_8));
            case 'N' -> push(Constant.NONE);
            case 0x88 -> push(Constant.TRUE);
            case 0x89 -> push(Constant.FALSE);
            case 'c' -> push(name());
            case 'q' -> memo.put(next(), top());
            case 'r' -> memo.put(number(Integer.BYTES), top());
            case 'h' -> push(remembered(next()));
            case 'j' -> push(remembered(number(Integer.BYTES)));
            case 'Q' -> push(objects.outside(pop(), at));
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
            case 's' -> fill(take(2));
            case 'u' -> fill(takeToMark());
            case 0x81, 'R' -> {
                List<PickleValue> call = take(2);
                push(objects.made(call.getFirst(), call.getLast(), at));
            }
            case 'b' -> {
                PickleValue content = pop();
                objects.complete(top(), content, at);
            }
            default ->
                throw wrong(String.format("instruction 0x%02X is none of those a file of arrays needs", instruction));
        }
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

    private PickleValue name() {
        String name = line() + " " + line();
        return objects.named(name)
                .orElseThrow(() -> wrong("the pickle names " + shown(name)
                        + ", which no file of arrays needs; nothing of it was run. " + objects.advice(name)));
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

    private Text text(int length, Charset charset) {
        if (length < 0 || length > bytes.length - position) {
            throw wrong("a string of " + Integer.toUnsignedString(length) + " bytes begins here, but only "
                    + (bytes.length - position) + " are left");
        }
        Text text = new Text(new String(bytes, position, length, charset));
        position += length;
        return text;
    }

    private int number(int length) {
        return (int) wide(length);
    }

    /** So many bytes, the lowest first. */
    private long wide(int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) next() << Byte.SIZE * i;
        }
        return value;
    }

    private long signed(int length) {
        if (length > Long.BYTES) {
            throw wrong("a whole number of " + length + " bytes begins here; at most " + Long.BYTES + " are read");
        }
        int unused = Long.SIZE - Byte.SIZE * length;
        return length == 0 ? 0 : wide(length) << unused >> unused;
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
