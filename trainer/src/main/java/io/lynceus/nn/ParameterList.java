package io.lynceus.nn;

import io.lynceus.nn.ParameterSpec.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the parameter specifications of a network, block by block, under the part and role set last. */
public final class ParameterList {
    private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();
    private String part = "network";
    private Role role = Role.TRAINED;

    /** What follows belongs to that part of the network and has that role. */
    public ParameterList in(String newPart, Role newRole) {
        part = newPart;
        role = newRole;
        return this;
    }

    /** Declares a block's parameters. */
    public ParameterList add(Block block) {
        block.declare(this);
        return this;
    }

    public void add(String name, Initialiser initialiser, long... shape) {
        add(name, role, initialiser, shape);
    }

    /** A stored constant: saved and loaded, never trained, never counted. */
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

    /** The specifications of one block alone. */
    public static List<ParameterSpec> of(Block block) {
        return new ParameterList().add(block).specs();
    }
}
