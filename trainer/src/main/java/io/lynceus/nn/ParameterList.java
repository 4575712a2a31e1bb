package io.lynceus.nn;

import io.lynceus.nn.ParameterSpec.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the parameter specifications of a network, block by block; what is added belongs to this list's part and role. */
public final class ParameterList {
    private final Map<String, ParameterSpec> specs;
    private final String part;
    private final Role role;

    public ParameterList() {
        this(new LinkedHashMap<>(), "network", Role.TRAINED);
    }

    private ParameterList(Map<String, ParameterSpec> specs, String part, Role role) {
        this.specs = specs;
        this.part = part;
        this.role = role;
    }

    /** Returns the same list, adding under another part and role. */
    public ParameterList in(String newPart, Role newRole) {
        return new ParameterList(specs, newPart, newRole);
    }

    /** Declares a block's parameters. */
    public void add(Block block) {
        block.declare(this);
    }

    public void add(String name, Initialiser initialiser, long... shape) {
        add(name, role, initialiser, shape);
    }

    /** Adds a stored constant, which is saved and loaded, but never trained or counted. */
    public void addBuffer(String name, Initialiser initialiser, long... shape) {
        add(name, Role.BUFFER, initialiser, shape);
    }

    private void add(String name, Role itsRole, Initialiser initialiser, long... shape) {
        List<Long> sizes = new ArrayList<>();
        for (long size : shape) {
            sizes.add(size);
        }
        if (specs.put(name, new ParameterSpec(name, sizes, initialiser, part, itsRole)) != null) {
            throw new IllegalArgumentException("parameter " + name + " is declared twice");
        }
    }

    public List<ParameterSpec> specs() {
        return List.copyOf(specs.values());
    }

    /** Returns the specifications of one block alone. */
    public static List<ParameterSpec> of(Block block) {
        ParameterList list = new ParameterList();
        list.add(block);
        return list.specs();
    }
}
