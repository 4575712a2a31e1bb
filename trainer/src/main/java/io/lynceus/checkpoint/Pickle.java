package io.lynceus.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of Python's pickle language in which PyTorch writes weights. It builds plain values and never calls anything:
 * names of callables stay names, and applying one ({@link Call}) only notes it with its arguments. Any other opcode is refused.
 */
final class Pickle {
    private static final int MAX_VALUES = 2_000_000;
    private static final Object MARK = new Object();

    /** Python's None. */
    static final Object NONE = new Object();

    /** A name such as {@code collections.OrderedDict}. */
    record Global(String name) {}

    /** A tuple. */
    record Tuple(List<Object> items) {}

    /** A callable applied to arguments, not carried out. */
    record Call(Global function, Tuple arguments) {}

    /** A reference to something outside the pickle. */
    record External(Tuple id) {}

    /** Thrown if the pickle cannot be read; the message says where and why. */
    static class PickleException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean convertible;

        PickleException(String message) {
            this(message, false);
        }

        /** @param convertible whether PyTorch may be able to read the file, and save its weights alone */
        PickleException(String message, boolean convertible) {
            super(message);
            this.convertible = convertible;
        }

        boolean isConvertible() {
            return convertible;
        }
    }

    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int values;

    private Pickle(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads the value that a pickle describes: maps, lists, tuples, strings, numbers, calls. */
    static Object read(byte[] bytes) throws PickleException {
        return new Pickle(bytes).run();
    }

    private Object run() throws PickleException {
        while (true) {
            int at = in.position();
            int opcode = need(1).get() & 0xFF;
            if (opcode == '.') {
                Object result = pop();
                if (!stack.isEmpty()) {
                    throw new PickleException("the pickle ends with " + stack.size() + " values left over");
                }
                return result;
            }
            if (opcode == 0x81 || opcode == 0x92) {
                throw object();
            }
            if (!(structure(opcode) || scalar(opcode) || container(opcode) || memory(opcode))) {
                throw new PickleException(
                        String.format("opcode 0x%02x at byte %d is not one that weights are written with", opcode, at),
                        true);
            }
        }
    }

    /** An object is about to be made: the class is below its arguments. */
    private PickleException object() throws PickleException {
        Object top = pop();
        while (!(top instanceof Global) && !stack.isEmpty()) {
            top = pop();
        }
        String name = top instanceof Global global ? global.name() : "of an unknown class";
        return new PickleException(
                name.equals("argparse.Namespace")
                        ? "the file holds the arguments of a training script (argparse.Namespace) beside its weights"
                        : "the file holds a Python object (" + name
                                + "), as a whole module or settings beside weights are saved",
                true);
    }

    private boolean structure(int opcode) throws PickleException {
        switch (opcode) {
            case 0x80 -> version(need(1).get());
            case 'c' -> push(new Global(line() + "." + line()));
            case 0x93 -> {
                String name = pop(String.class);
                push(new Global(pop(String.class) + "." + name));
            }
            case 'R' -> {
                Tuple arguments = pop(Tuple.class);
                push(apply(pop(Global.class), arguments));
            }
            case 'Q' -> push(new External(pop(Tuple.class)));
            case 'b' -> pop(); // attributes of the object below, such as a state dict's version numbers
            case '(' -> push(MARK);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void version(int version) throws PickleException {
        if (version < 2 || version > 5) {
            throw new PickleException("pickle protocol " + version + " is not supported; 2 to 5 are");
        }
    }

    private static Object apply(Global function, Tuple arguments) {
        boolean dictionary = function.name().equals("collections.OrderedDict")
                && arguments.items().isEmpty();
        return dictionary ? new LinkedHashMap<Object, Object>() : new Call(function, arguments);
    }

    private boolean scalar(int opcode) throws PickleException {
        switch (opcode) {
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) (need(1).get() & 0xFF));
            case 'M' -> push((long) (need(2).getShort() & 0xFFFF));
            case 'J' -> push((long) need(4).getInt());
            case 0x8A -> push(number(need(1).get() & 0xFF));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(need(8).getLong())));
            case 'X' -> push(text(need(4).getInt()));
            case 0x8C -> push(text(need(1).get() & 0xFF));
            case 'C' -> push(bytes(need(1).get() & 0xFF));
            case 'B' -> push(bytes(need(4).getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) throws PickleException {
        switch (opcode) {
            case '}' -> push(new LinkedHashMap<>());
            case ']', 0x8F -> push(new ArrayList<>()); // a set is kept as a list
            case ')' -> push(new Tuple(List.of()));
            case 't' -> push(new Tuple(toMark()));
            case 0x85 -> push(new Tuple(last(1)));
            case 0x86 -> push(new Tuple(last(2)));
            case 0x87 -> push(new Tuple(last(3)));
            case 's' -> put(last(2));
            case 'u' -> put(toMark());
            case 'a' -> addAll(last(1));
            case 'e', 0x90 -> addAll(toMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) throws PickleException {
        switch (opcode) {
            case 'q' -> memo.put(need(1).get() & 0xFF, peek());
            case 'r' -> memo.put(need(4).getInt(), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> push(recall(need(1).get() & 0xFF));
            case 'j' -> push(recall(need(4).getInt()));
            case 0x95 -> need(8).getLong(); // a frame's length, which is not needed
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object recall(int index) throws PickleException {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("the pickle recalls value " + index + ", which it never stored");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // only put() fills these maps
    private void put(List<Object> items) throws PickleException {
        Map<Object, Object> map = (Map<Object, Object>) peek(Map.class);
        if (items.size() % 2 != 0) {
            throw new PickleException("a dictionary gets a key without a value before byte " + in.position());
        }
        for (int i = 0; i < items.size(); i += 2) {
            if (!(items.get(i) instanceof String || items.get(i) instanceof Long)) {
                throw new PickleException("a dictionary key before byte " + in.position() + " is no text or number");
            }
            map.put(items.get(i), items.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked") // only addAll() fills these lists
    private void addAll(List<Object> items) throws PickleException {
        ((List<Object>) peek(List.class)).addAll(items);
    }

    private List<Object> last(int count) throws PickleException {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(0, pop());
        }
        return items;
    }

    private List<Object> toMark() throws PickleException {
        List<Object> items = new ArrayList<>();
        while (peekAny() != MARK) {
            items.add(stack.pop());
        }
        stack.pop();
        Collections.reverse(items);
        return items;
    }

    private void push(Object value) throws PickleException {
        if (++values > MAX_VALUES) {
            throw new PickleException("the pickle has more than " + MAX_VALUES + " values");
        }
        stack.push(value);
    }

    private Object peekAny() throws PickleException {
        Object top = stack.peek();
        if (top == null) {
            throw new PickleException("the pickle takes a value from an empty stack at byte " + in.position());
        }
        return top;
    }

    private Object peek() throws PickleException {
        Object top = peekAny();
        if (top == MARK) {
            throw new PickleException("the pickle uses a mark as a value at byte " + in.position());
        }
        return top;
    }

    private <T> T peek(Class<T> type) throws PickleException {
        Object top = peek();
        if (!type.isInstance(top)) {
            throw new PickleException("the pickle needs a " + type.getSimpleName() + " before byte " + in.position()
                    + " and has a " + top.getClass().getSimpleName());
        }
        return type.cast(top);
    }

    private Object pop() throws PickleException {
        Object top = peek();
        stack.pop();
        return top;
    }

    private <T> T pop(Class<T> type) throws PickleException {
        T top = peek(type);
        stack.pop();
        return top;
    }

    private ByteBuffer need(int bytes) throws PickleException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new PickleException(
                    "the pickle is cut off: " + bytes + " bytes needed at byte " + in.position() + " of " + in.limit());
        }
        return in;
    }

    private String text(int bytes) throws PickleException {
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    private byte[] bytes(int count) throws PickleException {
        need(count);
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    /** Reads little-endian two's complement. */
    private long number(int bytes) throws PickleException {
        if (bytes > Long.BYTES) {
            throw new PickleException("a number of " + bytes + " bytes; weights need no more than " + Long.BYTES);
        }
        need(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xFFL) << (8 * i);
        }
        int unused = Long.SIZE - 8 * bytes;
        return bytes == 0 ? 0 : value << unused >> unused;
    }

    private String line() throws PickleException {
        StringBuilder line = new StringBuilder();
        for (char c = (char) need(1).get(); c != '\n'; c = (char) need(1).get()) {
            line.append(c);
        }
        return line.toString();
    }
}
